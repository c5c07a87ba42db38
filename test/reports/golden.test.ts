import { describe, expect, it } from "vitest";
import type { OutcomeReport } from "../../core/place-report.ts";
import { drawPicture, publishedSpec } from "../../reports/draw/draw-picture.ts";
import { figureCsv } from "../../reports/figure-csv.ts";
import { outcomeSections } from "../../reports/outcome-sections.ts";
import { inventedReport } from "../support/invented-reports.ts";

const golden = (name: string) => `../golden/reports/${name}`;
const places = ["england", "pcn"] as const;

function outcomesOf(name: string): readonly OutcomeReport[] {
  return inventedReport(name).outcomes.filter(({ outcome }) => outcome === "anxiety" || outcome === "isolation");
}

/** Numbers to one decimal: what a later Vega may place a hair elsewhere is the same picture. */
function roundedSvg(svg: string): string {
  return svg.replace(/-?\d+\.\d+/g, (number) => String(Number(Number(number).toFixed(1)))).replaceAll("><", ">\n<");
}

describe.each(places)("the figures of %s, as they were last looked at", (name) => {
  for (const report of outcomesOf(name)) {
    for (const { make } of outcomeSections) {
      const figure = make(report, inventedReport(name));
      if (figure === null) continue;
      const file = `${name}-${report.outcome}-${figure.id}`;

      it(`have the same words, tables and numbers: ${file}`, async () => {
        const { id, title, subtitle, how, notes, alt, tables } = figure;
        await expect(`${JSON.stringify({ id, title, subtitle, how, notes, alt, tables }, null, 1)}\n`).toMatchFileSnapshot(
          golden(`${file}.json`),
        );
        await expect(figureCsv(inventedReport(name), report, figure.records)).toMatchFileSnapshot(golden(`${file}.csv`));
      });

      it.runIf("wide" in figure.picture)(`have the same specification and picture: ${file}`, async () => {
        if (!("wide" in figure.picture)) return;
        for (const layout of ["wide", "narrow"] as const) {
          const drawing = figure.picture[layout];
          const { svg } = await drawPicture(drawing, { id: figure.id, layout });
          await expect(roundedSvg(svg)).toMatchFileSnapshot(golden(`${file}.${layout}.svg`));
          await expect(`${JSON.stringify(publishedSpec(drawing, layout), null, 1)}\n`).toMatchFileSnapshot(
            golden(`${file}.${layout}.vl.json`),
          );
        }
      });
    }
  }
});
