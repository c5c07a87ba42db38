import { describe, expect, it } from "vitest";
import type { OutcomeReport } from "../../core/place-report.ts";
import { drawPicture, publishedSpec } from "../../reports/draw/draw-picture.ts";
import { figureCsv } from "../../reports/figure-csv.ts";
import type { Figure } from "../../reports/figures/figure.ts";
import { outcomeSections } from "../../reports/outcome-sections.ts";
import { alikeFigures, missingFigures } from "../../reports/render-evidence.ts";
import { inventedReport } from "../support/invented-reports.ts";

const golden = (name: string) => `../golden/reports/${name}`;
const places = ["england", "icb", "pcn"] as const;

function outcomesOf(name: string): readonly OutcomeReport[] {
  return name === "icb" ? [] : inventedReport(name).outcomes.filter(({ outcome }) => outcome === "anxiety" || outcome === "isolation");
}

/** Numbers to one decimal: what a later Vega may place a hair elsewhere is the same picture. */
function roundedSvg(svg: string): string {
  return svg.replace(/-?\d+\.\d+/g, (number) => String(Number(Number(number).toFixed(1)))).replaceAll("><", ">\n<");
}

/** The figures of one place with the outcome that each is about, those of the evaluators' pages too. */
function figuresOf(name: string): readonly (readonly [file: string, report: Pick<OutcomeReport, "outcome" | "measure">, figure: Figure])[] {
  const place = inventedReport(name);
  const outcomes = outcomesOf(name).flatMap((report) =>
    outcomeSections.flatMap(({ make }) => {
      const figure = make(report, place);
      return figure === null ? [] : [[`${name}-${report.outcome}-${figure.id}`, report, figure] as const];
    }),
  );
  const evidence = place.evaluations
    .filter(({ outcome }) => outcome === "anxiety")
    .flatMap((evaluation) => {
      const report = place.outcomes.find(({ outcome }) => outcome === evaluation.outcome);
      const figures = [...alikeFigures(evaluation, place), ...missingFigures(evaluation, place)];
      return report === undefined ? [] : figures.map((figure) => [`${name}-${report.outcome}-${figure.id}`, report, figure] as const);
    });
  return [...outcomes, ...evidence];
}

describe.each(places)("the figures of %s, as they were last looked at", (name) => {
  for (const [file, report, figure] of figuresOf(name)) {
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
});
