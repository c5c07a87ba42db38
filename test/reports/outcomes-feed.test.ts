import { describe, expect, it } from "vitest";
import { outcomesFeed } from "../../core/outcomes-feed.ts";
import { renderPlace } from "../../reports/render-place.ts";
import { inventedReport, inventedReports } from "../support/invented-reports.ts";

/** The rows of a table without quotes inside its cells but around those that need them. */
function rowsOf(csv: string): readonly (readonly string[])[] {
  const lines = csv.replace("\uFEFF", "").trimEnd().split("\r\n");
  return lines.map((line) =>
    [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? ""),
  );
}

describe.each(Object.keys(inventedReports))("the numbers of %s for machines", (name) => {
  it("are those of its figures, each once, and no others", async () => {
    const files = await renderPlace(inventedReport(name));
    const figures = files.filter(({ path }) => path.endsWith(".csv") && path.includes("/figures/"));
    const shown = figures.flatMap(({ path, body }) =>
      rowsOf(body)
        .slice(1)
        .map((cells) => [/([^/]+)\.csv$/.exec(path)?.[1], cells[3], cells[4], ...cells.slice(7, 14)].join("|")),
    );
    const [, ...rows] = rowsOf(files.find(({ path }) => path === "outcomes.csv")?.body ?? "");

    const ofFigures = rows.filter((cells) => cells[3] !== "evaluations");
    expect(ofFigures.map((cells) => cells.slice(3, 13).join("|")).toSorted()).toEqual(shown.toSorted());
    expect(rows.length).toBeGreaterThan(50);
  });

  it("give the main result of every comparison that the evidence page lists, and the people on both sides", async () => {
    const report = inventedReport(name);
    const files = await renderPlace(report);
    const feed = outcomesFeed.parse(JSON.parse(files.find(({ path }) => path === "outcomes.json")?.body ?? ""));
    const listed = feed.numbers.filter(({ table }) => table === "evaluations");
    const expected = report.evaluations.flatMap(({ people, comparisons, primary }) => [
      people.treated,
      people.others,
      comparisons.find(({ id }) => id === primary)?.difference ?? expect.unreachable(),
    ]);

    expect(listed.map(({ value, status }) => (value === null ? status : value))).toEqual(
      expected.map((shown) => (shown.kind === "value" ? Number(shown.value.toPrecision(12)) : shown.kind)),
    );
  });

  it("are the same as JSON, of the shape that is published, with null and a reason where a number is not shown", async () => {
    const files = await renderPlace(inventedReport(name));
    const feed = outcomesFeed.parse(JSON.parse(files.find(({ path }) => path === "outcomes.json")?.body ?? ""));
    const [, ...rows] = rowsOf(files.find(({ path }) => path === "outcomes.csv")?.body ?? "");

    expect(feed.numbers.map(({ value, status }) => [value === null ? "" : String(value), status])).toEqual(
      rows.map((cells) => [cells[9], cells[12]]),
    );
    for (const { value, status } of feed.numbers) expect(value === null).toBe(!["shown", "unreliable"].includes(status));
  });

  it("are described column by column, and a row is known by its key", async () => {
    const files = await renderPlace(inventedReport(name));
    const described = JSON.parse(files.find(({ path }) => path === "outcomes.csv-metadata.json")?.body ?? "");
    const [header = [], ...rows] = rowsOf(files.find(({ path }) => path === "outcomes.csv")?.body ?? "");
    const key: readonly string[] = described.tableSchema.primaryKey;
    const keys = rows.map((cells) => key.map((column) => cells[header.indexOf(column)]).join("|"));

    expect(described.tableSchema.columns.map((column: { name: string }) => column.name)).toEqual(header);
    expect(described.url).toBe("outcomes.csv");
    expect(keys.filter((one, at) => keys.indexOf(one) !== at)).toEqual([]);
  });
});
