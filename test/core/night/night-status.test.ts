import { describe, expect, it } from "vitest";
import { nightStatus, type StatusFacts } from "../../../core/night/night-status.ts";
import type { RunRecord } from "../../../core/night/run-record.ts";
import { statusPage } from "../../../reports/status-page.ts";
import { lastRunWords, statusHeadline, statusMeaning } from "../../../reports/words/status-words.ts";

function run(gen: number, date: string, phase: RunRecord["phase"], more: Partial<RunRecord> = {}): RunRecord {
  const versions = { codeVersion: "code-1", methodVersion: 1, foldVersion: 1, organisationSnapshot: "o" };
  return { gen, civilDate: date, phase, startedAt: `${date}T03:15:00.000Z`, ...versions, units: 0, drawn: 0, ...more };
}

const live = (gen: number, civilDate: string) => ({
  pointer: { gen, civilDate, manifest: `runs/${gen}/manifest.json` },
  movedAt: `${civilDate}T03:40:00.000Z`,
});

const morning = "2026-11-22T09:00:00.000Z";
const at = (facts: Partial<StatusFacts>) => nightStatus({ at: morning, live: live(7, "2026-11-21"), runs: [], trouble: null, ...facts });

describe("the status", () => {
  it("after a night that published: up to date, as at that day", () => {
    const status = at({ live: live(8, "2026-11-22"), runs: [run(8, "2026-11-22", "published"), run(7, "2026-11-21", "published")] });

    expect(status).toMatchObject({
      dataAsAt: "2026-11-22",
      isOlderThanExpected: false,
      lastSuccess: { run: 8, date: "2026-11-22" },
      lastRun: { run: 8, outcome: "published", step: null },
      practicesWaiting: null,
      isRunMissing: false,
    });
    expect(statusHeadline(status)).toBe("The reports are up to date");
  });

  it("after a night that found nothing new: as at that night, though the pages are older", () => {
    const status = at({ runs: [run(8, "2026-11-22", "unchanged"), run(7, "2026-11-21", "published")] });

    expect(status).toMatchObject({ generation: 7, dataAsAt: "2026-11-22", isOlderThanExpected: false });
    expect(lastRunWords(status)).toContain("found nothing new");
  });

  it("tells of practices that wait from eight on, rounded, and a few not from none", () => {
    const waiting = (n: number) => at({ runs: [run(8, "2026-11-22", "unchanged", { waiting: n })] });

    expect([0, 1, 7, 8, 43].map((n) => waiting(n).practicesWaiting)).toEqual([null, null, null, 10, 45]);
    expect(statusPage(waiting(1))).toBe(statusPage(waiting(0)));
    expect(statusPage(waiting(43))).toContain("about 45");
  });

  it("after a night that failed: yesterday's date, the step, and no word of success (test 33)", () => {
    const runs = [run(8, "2026-11-22", "planned"), run(7, "2026-11-21", "published")];
    const status = at({ runs, trouble: { step: "verify-generation", fate: "fail" } });

    expect(status).toMatchObject({
      dataAsAt: "2026-11-21",
      expectedAsAt: "2026-11-22",
      isOlderThanExpected: true,
      lastSuccess: { run: 7, date: "2026-11-21" },
      lastRun: { run: 8, outcome: "failed", step: "verify-generation" },
    });
    expect(statusHeadline(status)).toBe("The reports are older than they should be");
    expect(statusMeaning(status)).toContain("Nothing in the reports is wrong");
    expect(lastRunWords(status)).toBe(
      "The last run was that of 22 November 2026. It failed at checking the new pages against what is kept, and published nothing.",
    );
  });

  it("of a run that is still at work, or at work again after a fault that passes, does not call it failed", () => {
    const runs = [run(8, "2026-11-22", "planned", { startedAt: "2026-11-22T08:50:00.000Z" })];

    expect(at({ runs }).lastRun).toMatchObject({ outcome: "running", step: null });
    expect(at({ runs, trouble: { step: "roll-up", fate: "retry" } }).lastRun).toMatchObject({ outcome: "running", step: "roll-up" });
  });

  it("of a run that has outlasted the six hours it may take, says where it was last seen trying, or that it ended without a note", () => {
    const runs = [run(8, "2026-11-22", "planned", { startedAt: "2026-11-22T02:30:00.000Z" })];

    expect(at({ runs, trouble: { step: "roll-up", fate: "retry" } }).lastRun).toMatchObject({ outcome: "failed", step: "roll-up" });
    expect(at({ runs }).lastRun).toMatchObject({ outcome: "unfinished", step: null });
  });

  it("says that a run is missing where none has left a record", () => {
    const status = at({ runs: [run(7, "2026-11-21", "published")] });

    expect(status).toMatchObject({ isRunMissing: true, isOlderThanExpected: true });
    expect(lastRunWords(status)).toContain("No run is noted for 22 November 2026");
  });

  it("expects the day's run from half past five in London, in summer and in winter", () => {
    const expectedAt = (instant: string) => at({ at: instant }).expectedAsAt;

    expect(expectedAt("2026-11-22T05:29:00Z")).toBe("2026-11-21");
    expect(expectedAt("2026-11-22T05:30:00Z")).toBe("2026-11-22");
    expect(expectedAt("2026-07-01T04:29:00Z")).toBe("2026-06-30");
    expect(expectedAt("2026-07-01T04:30:00Z")).toBe("2026-07-01");
  });

  it("after a rollback: as at the day of what is shown again, and whatever ran before it does not make it newer", () => {
    const runs = [run(9, "2026-11-19", "published", { rolledBackTo: 5 }), run(8, "2026-11-22", "published")];
    const status = at({ live: live(9, "2026-11-19"), runs });

    expect(status).toMatchObject({ dataAsAt: "2026-11-19", isOlderThanExpected: true, lastRun: { outcome: "rolled-back" } });
  });

  it("before anything was published says so, and is no page of a generation", () => {
    const status = at({ live: null });

    expect(status).toMatchObject({ generation: null, dataAsAt: null, isOlderThanExpected: true });
    expect(statusPage(status)).not.toContain("stylesheet");
  });
});

describe("the page", () => {
  const page = statusPage(at({ runs: [run(8, "2026-11-22", "planned")], trouble: { step: "render-pages", fate: "fail" } }));

  it("has one heading, a language, a skip link, named rows, and the words of the status", () => {
    expect(page.match(/<h1/g)).toHaveLength(1);
    expect(page).toContain('<html lang="en-GB">');
    expect(page).toContain('href="#maincontent"');
    expect(page.match(/<th scope="row">/g)).toHaveLength(5);
    expect(page).toContain("It failed at drawing pages, and published nothing.");
    expect(page).not.toContain("<script");
  });
});
