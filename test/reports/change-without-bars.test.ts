import { describe, expect, it } from "vitest";
import type { ChangeTable, OutcomeReport, Shown } from "../../core/place-report.ts";
import { drawFigure } from "../../reports/figure-files.ts";
import { changeFigure } from "../../reports/figures/change-figure.ts";
import { figureSection } from "../../reports/html/figure-section.ts";
import { inventedReport } from "../support/invented-reports.ts";

const place = inventedReport("practice");
const value = (number: number): Shown => ({ kind: "value", value: number });

/** The anxiety of a practice with so many people, whose bars were joined into one. */
function joined(n: number, over: Partial<ChangeTable> = {}): OutcomeReport {
  const [report] = place.outcomes;
  if (report === undefined) throw new Error("a practice has an outcome");
  const one = { from: -21, to: 21, n: value(n), kind: "mixed" as const };
  const scores = [{ from: 0, to: 21, baseline: value(n), followUp: value(n) }];
  const change = { ...report.change, n: value(n), meanBaseline: value(11.2), meanFollowUp: value(9.1), changes: [one], scores, ...over };
  return { ...report, change };
}

async function sectionOf(report: OutcomeReport) {
  const drawn = await drawFigure(changeFigure(report, place), 2);
  return { drawn, markup: figureSection(drawn, "cited").markup };
}

describe("a change whose bars would tell of a few people", () => {
  it("is drawn by its averages alone, in both widths, where 30 people or more have both scores", async () => {
    const { drawn, markup } = await sectionOf(joined(35));

    expect(drawn.wide?.svg).toContain("11.2");
    expect(drawn.narrow?.svg).toContain("9.1");
    expect(drawn.figure.alt).toMatch(/^One chart: scores at the start, average 11\.2, and at follow-up, average 9\.1\./);
    expect(drawn.figure.how).not.toContain("Grey bars");
    expect(markup).not.toContain("Not enough data to show this figure");
    expect(markup).not.toContain("are grouped, so that");
    expect(drawn.figure.tables).toHaveLength(1);
  });

  it("has its bars of scores where those can be shown, and no second chart", async () => {
    const halves = [
      { from: 0, to: 9, baseline: value(15), followUp: value(20) },
      { from: 10, to: 21, baseline: value(20), followUp: value(15) },
    ];
    const { drawn } = await sectionOf(joined(35, { scores: halves }));

    expect(drawn.figure.how).toContain("Grey bars");
    expect(drawn.wide?.svg.match(/Change in score/)).toBeNull();
  });

  it("is no picture where its averages are confidential too", async () => {
    const hidden = { kind: "suppressed" } as const;
    const { drawn, markup } = await sectionOf(joined(35, { meanBaseline: hidden, meanFollowUp: hidden }));

    expect(drawn.wide).toBeNull();
    expect(markup).toContain("is confidential here");
  });
});

describe("the bars at the ends of a change", () => {
  it("say that they hold everybody beyond, in the words of the table", async () => {
    const bars = [
      { from: -21, to: -4, n: value(20), kind: "improved" as const },
      { from: -3, to: 21, n: value(20), kind: "mixed" as const },
    ];
    const { drawn } = await sectionOf(joined(40, { changes: bars }));

    for (const svg of [drawn.wide?.svg, drawn.narrow?.svg]) for (const text of ["−4 or lower", "−3 or higher"]) expect(svg).toContain(text);
    expect(drawn.figure.tables.flatMap(({ rows }) => rows.map(([first]) => first))).toEqual(
      expect.arrayContaining(["−4 or lower", "−3 or higher"]),
    );
  });
});

describe("a figure without a picture", () => {
  it("has its table open where the table says something, and says that its averages rest on few people", async () => {
    const { markup } = await sectionOf(joined(20));

    expect(markup).toContain('<details class="nhsuk-details fig__data" open>');
    expect(markup).toContain("they rest on few people and are unreliable");
  });

  it("has its table folded where every cell says only why it is empty, as beside a picture", async () => {
    const hidden = { kind: "suppressed" } as const;
    const nothing: Partial<ChangeTable> = {
      n: hidden,
      meanBaseline: hidden,
      meanFollowUp: hidden,
      meanChange: hidden,
      medianChange: hidden,
      standardDeviationOfChange: hidden,
      changes: [],
      scores: [],
    };

    expect((await sectionOf(joined(20, nothing))).markup).toContain('<details class="nhsuk-details fig__data"><summary');
    expect((await sectionOf(joined(35))).markup).toContain('<details class="nhsuk-details fig__data"><summary');
  });
});
