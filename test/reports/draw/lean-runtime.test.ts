import { describe, expect, it } from "vitest";
import { drawEachTime } from "../../../bin/commands/reports-bench/each-time.ts";
import { drawPicture } from "../../../reports/draw/draw-picture.ts";
import type { Drawing, Layout } from "../../../reports/draw/drawing.ts";
import { leanRuntime } from "../../../reports/draw/lean-runtime.ts";
import { tidySvg } from "../../../reports/draw/tidy-svg.ts";
import { parse } from "../../../reports/draw/vega.ts";
import type { Figure } from "../../../reports/figures/figure.ts";
import { forestFigure } from "../../../reports/figures/forest-figure.ts";
import { tippingFigure } from "../../../reports/figures/tipping-figure.ts";
import { outcomeSections } from "../../../reports/outcome-sections.ts";
import { alikeFigures, missingFigures } from "../../../reports/render-evidence.ts";
import { inventedReports } from "../../support/invented-reports.ts";

type Drawn = { readonly id: string; readonly layout: Layout; readonly drawing: Drawing };

const figures: readonly Figure[] = Object.values(inventedReports).flatMap((place) => [
  ...place.outcomes.flatMap((outcome) => outcomeSections.flatMap(({ make }) => make(outcome, place) ?? [])),
  ...place.evaluations.flatMap((one) => [
    forestFigure(one, place),
    ...alikeFigures(one, place),
    tippingFigure(one, place),
    ...missingFigures(one, place),
  ]),
]);

/** A drawing of every template there is. */
const drawings: readonly Drawn[] = [
  ...new Map(
    figures.flatMap(({ id, picture }) => {
      if ("empty" in picture) return [];
      const both = [
        { id, layout: "wide" as const, drawing: picture.wide },
        { id, layout: "narrow" as const, drawing: picture.narrow },
      ];
      return both.map((one) => [`${one.layout} ${JSON.stringify(one.drawing.template)}`, one] as const);
    }),
  ).values(),
];

describe("a dataflow without what nobody reads", () => {
  it("draws every template to the bytes that its published specification gives in Vega as it comes", { timeout: 120_000 }, async () => {
    expect(new Set(drawings.map(({ id }) => id)).size).toBeGreaterThan(10);
    for (const { id, layout, drawing } of drawings) {
      const { svg } = await drawPicture(drawing, { id, layout });
      expect([id, layout, svg]).toEqual([id, layout, tidySvg(await drawEachTime(drawing, layout), `${id}-${layout}`).svg]);
    }
  });

  it("draws rows after other rows as if they were the first", async () => {
    const [one, other] = figures.flatMap(({ id, picture }) => (id === "bands" && "wide" in picture ? [picture.wide] : []));
    if (one === undefined || other === undefined) throw new Error("there must be two figures of bands");
    const options = { id: "bands", layout: "wide" } as const;
    const first = await drawPicture(one, options);
    expect((await drawPicture(other, options)).svg).not.toBe(first.svg);
    expect(await drawPicture(one, options)).toEqual(first);
  });

  it("leaves out what keeps values for readers and the copies of data sets, and nothing that draws", () => {
    const plain = parse({
      data: [
        { name: "rows", values: [] },
        { name: "placed", source: "rows", transform: [{ type: "filter", expr: 'isValid(datum["x"]) && isFinite(+datum["x"])' }] },
        { name: "some", source: "rows", transform: [{ type: "filter", expr: 'datum["x"] > 3' }] },
      ],
      marks: [
        { type: "rect", from: { data: "placed" }, encode: { update: { x: { field: "x" } } } },
        { type: "rect", from: { data: "some" }, encode: { update: { x: { field: "x" } } } },
      ],
    });
    const lean = leanRuntime(plain);
    const kinds = (runtime: typeof plain) => runtime.operators.map(({ type }) => type);
    const counted = (all: readonly string[], kind: string) => all.filter((one) => one === kind).length;

    expect([...lean.positions]).toEqual([["rows", ["x"]]]);
    expect(counted(kinds(plain), "sieve")).toBeGreaterThan(counted(kinds(lean.runtime), "sieve"));
    expect([counted(kinds(plain), "filter"), counted(kinds(lean.runtime), "filter")]).toEqual([2, 1]);
    for (const kind of ["datajoin", "mark", "encode", "bound", "render"])
      expect([kind, counted(kinds(lean.runtime), kind)]).toEqual([kind, counted(kinds(plain), kind)]);
  });

  it("refuses a row without a place, which Vega would leave out and say nothing", async () => {
    const drawing = (x: number | null) => ({
      template: {
        data: { name: "rows" },
        mark: "point",
        encoding: { x: { field: "x", type: "quantitative", scale: { domain: [0, 9] } }, y: { datum: 1, type: "quantitative" } },
      },
      params: {},
      datasets: { rows: [{ x: 4 }, { x }] },
    });
    const draw = (x: number | null) => drawPicture(drawing(x), { id: "points", layout: "wide" });

    await expect(draw(5)).resolves.toMatchObject({ svg: expect.stringContaining("<svg") });
    await expect(draw(null)).rejects.toThrow("points: rows requires a number for x in every row");
    await expect(draw(Number.NaN)).rejects.toThrow("requires a number for x");
  });
});
