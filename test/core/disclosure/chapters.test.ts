import { describe, expect, it } from "vitest";
import { sha256 } from "../../../adapters/sha256.ts";
import { chaptersOf } from "../../../core/disclosure/chapters.ts";
import type { PlaceReport } from "../../../core/place-report.ts";
import { renderChanged, renderPlace } from "../../../reports/render-place.ts";
import { inventedReport } from "../../support/invented-reports.ts";

const names = ["england", "pcn", "a small practice", "a practice with nobody"];
const hashes = (report: PlaceReport) => chaptersOf(report, sha256);

/** Every way in which one number, word or mark in it can be another. */
function* altered<Value>(value: Value): Iterable<Value> {
  if (typeof value === "number") yield (value + 1) as Value;
  if (typeof value === "string") yield `${value}?` as Value;
  if (typeof value === "boolean") yield !value as Value;
  if (typeof value !== "object" || value === null) return;
  for (const [key, part] of Object.entries(value))
    for (const other of altered(part)) yield (Array.isArray(value) ? value.with(Number(key), other) : { ...value, [key]: other }) as Value;
}

const pagesUnder = async (folder: string, report: PlaceReport) =>
  Object.fromEntries((await renderPlace(report)).filter(({ path }) => path.startsWith(`${folder}/`)).map(({ path, body }) => [path, body]));

describe.each(names)("the chapters of %s", { timeout: 120_000 }, (name) => {
  const report = inventedReport(name);

  it("are known by what they show, whoever drew it and when", () => {
    const again = { ...report.provenance, run: 99, drawnOn: "2026-12-01", dataSnapshot: "other", organisationSnapshot: "other" };
    expect(hashes({ ...report, provenance: again })).toEqual(hashes(report));
    expect(new Set(Object.values(hashes(report))).size).toBe(report.outcomes.length);
  });

  it("are others when anything is another that their pages are drawn from", () => {
    const { place, above, sample, period, asOf, suppression, outcomes } = report;
    const { codeVersion, methodVersion } = report.provenance;
    for (const frame of altered({ place, above, sample, period, asOf, suppression }))
      for (const [folder, hash] of Object.entries(hashes({ ...report, ...frame }))) expect(hash, folder).not.toBe(hashes(report)[folder]);
    for (const rules of altered({ codeVersion, methodVersion }))
      expect(Object.values(hashes({ ...report, provenance: { ...report.provenance, ...rules } }))).not.toContain(hashes(report).anxiety);
    const [first, ...rest] = outcomes;
    if (first === undefined) return;
    const { outcome, ...numbers } = first;
    for (const other of [...altered(numbers)].filter((_, at) => at % 7 === 0))
      expect(hashes({ ...report, outcomes: [{ outcome, ...other }, ...rest] })[outcome]).not.toBe(hashes(report)[outcome]);
    expect(hashes({ ...report, outcomes: [first] })[outcome]).not.toBe(hashes(report)[outcome]);
  });

  it("are the same bytes when only something else of the place is another", async () => {
    const [first, second, ...rest] = report.outcomes;
    if (first === undefined || second === undefined) throw new Error("an invented report requires two outcomes");
    const elsewhere: PlaceReport = {
      ...{ ...report, below: [], changes: null, lost: { ...report.lost, byReason: [] } },
      outcomes: [first, { ...second, flow: first.flow, reliable: first.reliable }, ...rest],
    };

    expect(hashes(elsewhere)[first.outcome]).toBe(hashes(report)[first.outcome]);
    expect(await pagesUnder(first.outcome, elsewhere)).toEqual(await pagesUnder(first.outcome, report));
  });
});

it("a chapter that readers have already is left out, and its numbers stay in the feed", { timeout: 120_000 }, async () => {
  const report = inventedReport("pcn");
  const whole = await renderPlace(report);
  const shown = { anxiety: hashes(report).anxiety ?? "", depression: "shown otherwise" };

  const { files, chapters } = await renderChanged(report, { shown, digest: sha256 });

  expect(chapters).toEqual(hashes(report));
  expect(files).toEqual(whole.filter(({ path }) => !path.startsWith("anxiety/")));
});
