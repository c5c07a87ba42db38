import { describe, expect, it } from "vitest";
import { drawPicture, publishedSpec } from "../../../reports/draw/draw-picture.ts";
import type { Drawing, Layout } from "../../../reports/draw/drawing.ts";
import { textWidth, wrapText } from "../../../reports/draw/text-metrics.ts";
import { changeFigure } from "../../../reports/figures/change-figure.ts";
import type { Figure } from "../../../reports/figures/figure.ts";
import { flowFigure } from "../../../reports/figures/flow-figure.ts";
import { shareFigure } from "../../../reports/figures/share-figure.ts";
import { inventedReports } from "../../support/invented-reports.ts";

const widest: Record<Layout, number> = { wide: 720, narrow: 343 };
const smallestText = 11.5;

type Drawn = { readonly name: string; readonly figure: Figure; readonly layout: Layout; readonly drawing: Drawing };

const drawings: readonly Drawn[] = Object.entries(inventedReports).flatMap(([name, place]) =>
  place.outcomes.flatMap((outcome) =>
    [flowFigure, changeFigure, shareFigure].flatMap((make) => {
      const figure = make(outcome, place);
      if ("empty" in figure.picture) return [];
      const { wide, narrow } = figure.picture;
      return [
        { name: `${figure.id} of ${outcome.outcome} in ${name}`, figure, layout: "wide" as const, drawing: wide },
        { name: `${figure.id} of ${outcome.outcome} in ${name}`, figure, layout: "narrow" as const, drawing: narrow },
      ];
    }),
  ),
);

describe("every figure", () => {
  it("fits its layout and has no text too small to read", async () => {
    for (const { name, layout, drawing } of drawings) {
      const { svg, width } = await drawPicture(drawing, { id: "fig", layout });
      expect([name, layout, width <= widest[layout]]).toEqual([name, layout, true]);
      const sizes = [...svg.matchAll(/font-size="([\d.]+)/g)].map(([, size]) => Number(size));
      expect(Math.min(...sizes)).toBeGreaterThanOrEqual(smallestText);
    }
  });

  it("is drawn from a template that was compiled before as from one compiled afresh", async () => {
    const [one] = drawings.filter(({ figure }) => figure.id === "change");
    if (one === undefined) throw new Error("there must be a change figure");
    const afresh = { ...one.drawing, template: { ...one.drawing.template, description: "compiled afresh" } };

    const options = { id: "fig", layout: one.layout };
    expect((await drawPicture(afresh, options)).svg).toBe((await drawPicture(one.drawing, options)).svg);
  });

  it("names in its published specification every data set that it draws, and nothing suppressed", () => {
    for (const { drawing, layout } of drawings) {
      const spec = JSON.parse(JSON.stringify(publishedSpec(drawing, layout))) as { readonly datasets: object; readonly config: object };
      expect(Object.keys(spec.datasets).sort()).toEqual(Object.keys(drawing.datasets).sort());
      expect(JSON.stringify(spec)).not.toContain("suppressed");
    }
  });
});

describe("a specification with a fault", () => {
  it("is refused, not drawn as something else", async () => {
    const faulty = {
      template: {
        data: { name: "rows" },
        mark: "bar",
        encoding: { x: { field: "a", type: "quantitative" }, shape: { field: "a", type: "nominal" } },
      },
      params: {},
      datasets: { rows: [{ a: 1 }] },
    };

    await expect(drawPicture(faulty, { id: "fig", layout: "wide" })).rejects.toThrow("without warnings");
  });
});

describe("the width of text", () => {
  it("is Arial's: 556 thousandths for a digit, 584 for the minus sign, 833 for a capital M", () => {
    expect([textWidth("0", 1000), textWidth("\u2212", 1000), textWidth("M", 1000)]).toEqual([556, 584, 833]);
    expect(textWidth("M", 1000, true)).toBe(833);
    expect(textWidth("i", 1000, true)).toBeGreaterThan(textWidth("i", 1000));
  });

  it("breaks lines that are too wide, and leaves a long word alone", () => {
    const lines = wrapText("one two three Llanfairpwllgwyngyll four", 60, { size: 14 });

    expect(lines.join(" ")).toBe("one two three Llanfairpwllgwyngyll four");
    expect(lines.filter((line) => line.includes(" ") && textWidth(line, 14) > 60)).toEqual([]);
  });
});
