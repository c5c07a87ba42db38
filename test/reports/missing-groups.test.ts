import { describe, expect, it } from "vitest";
import type { UnfollowedGroup } from "../../core/comparison-table.ts";
import type { Estimate } from "../../core/place-report.ts";
import { missingGroupsFigure } from "../../reports/figures/missing-groups-figure.ts";
import { renderPlace } from "../../reports/render-place.ts";
import { inventedReport } from "../support/invented-reports.ts";

const place = inventedReport("icb");
const hidden: Estimate = { kind: "suppressed" };

/** The figure of the board's anxiety, with other shares of its groups. */
function figureWith(shareOf: (row: UnfollowedGroup, at: number) => Partial<UnfollowedGroup>) {
  const report = place.outcomes.find(({ outcome }) => outcome === "anxiety");
  if (report?.unfollowed == null) throw new Error("a board knows who has no follow-up");
  const groups = report.unfollowed.groups.map(({ dimension, rows }) => ({
    dimension,
    rows: rows.map((row, at) => ({ ...row, ...shareOf(row, at) })),
  }));
  return missingGroupsFigure({ ...report, unfollowed: { ...report.unfollowed, groups } }, place);
}

function datasetsOf({ picture }: ReturnType<typeof figureWith>) {
  if ("empty" in picture) throw new Error("the figure requires a picture");
  return picture.wide.datasets;
}

describe("the figure of whose follow-ups are missing", () => {
  it("draws one dot for each group of its tables, and prints no number that they do not hold", () => {
    const figure = figureWith(() => ({}));
    const { solid = [], numbers = [], people = [], everybody } = datasetsOf(figure);
    const rows = figure.tables.flatMap(({ rows: cells }) => cells);

    expect(rows.length).toBeGreaterThan(20);
    expect(solid).toHaveLength(rows.length);
    expect(numbers.map(({ t }) => t)).toEqual(rows.map(([, , share, interval]) => `${share} (${interval?.replaceAll("%", "")})`));
    expect(people.map(({ t }) => t)).toEqual(rows.map(([, n]) => n));
    expect(everybody).toEqual([]);
  });

  it("keeps the row of a hidden group with the sign where its number would be, and tells it nowhere", () => {
    const shown = figureWith(() => ({}));
    const figure = figureWith((_, at) => (at === 0 ? { n: { kind: "suppressed" }, percent: hidden } : {}));
    const headings = figure.tables.length;
    const { solid = [], signs = [], labels } = datasetsOf(figure);

    expect(labels).toEqual(datasetsOf(shown).labels);
    expect(signs.map(({ t }) => t)).toEqual(figure.tables.map(() => "[c]"));
    expect(solid).toHaveLength((datasetsOf(shown).solid?.length ?? 0) - headings);
    expect(figure.alt.match(/1 of \d+ groups not shown/g)).toHaveLength(headings);
    for (const { rows } of figure.tables) expect(rows[0]?.slice(1)).toEqual(["[c]", "[c]", "[c]"]);
    expect(figure.records.filter(({ value }) => value.kind === "suppressed")).toHaveLength(2 * headings);
  });

  it("says why there is no picture where no heading has two groups to compare, and its title gives no range", () => {
    const figure = figureWith(() => ({ percent: hidden }));

    expect(figure.picture).toHaveProperty("empty");
    expect(figure.title).toMatch(/^Too few groups/);
    expect(figure.alt).not.toMatch(/\d%/);
  });

  it("stands on the missing-data page with every file that a figure has, and its numbers in the feed", async () => {
    const files = await renderPlace(place);
    const paths = files.map(({ path }) => path);
    const feed = files.find(({ path }) => path === "outcomes.csv")?.body ?? "";

    for (const ending of ["svg", "narrow.svg", "csv", "vl.json", "meta.json", "zip"])
      expect(paths).toContain(`missing-data/figures/missing-groups.${ending}`);
    expect(files.find(({ path }) => path === "missing-data/index.html")?.body).toContain('id="fig-missing-groups"');
    expect(String(feed)).toMatch(/,missing-groups,[a-z]+,[a-z0-9-]+,imd 1,without a follow-up,per cent,\d/);
  });
});

describe("the flow of people on the missing-data page", () => {
  it("is the figure of the outcome's page, small, and leads to it: no second table, file or address", async () => {
    const files = await renderPlace(place);
    const page = String(files.find(({ path }) => path === "missing-data/index.html")?.body);
    const [compared] = place.evaluations;
    const whole = files.find(({ path }) => path === `${compared?.outcome}/figures/flow.meta.json`);
    const { title } = JSON.parse(String(whole?.body));

    expect(page).toContain(`<a href="../${compared?.outcome}/index.html#fig-flow">${title}</a>`);
    expect(page.match(/fig-svg--glance/g)).toHaveLength(1);
    expect(files.filter(({ path }) => path.startsWith("missing-data/figures/flow"))).toEqual([]);
  });
});
