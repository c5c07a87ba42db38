import { describe, expect, it } from "vitest";
import type { FollowUpDue } from "../../../core/practice/follow-ups-due.ts";
import { followUpsPage } from "../../../functions/show-practice/html/follow-ups-page.ts";

const due = (referralId: string, instrument: string, daysLate = 30): FollowUpDue => ({
  referralId,
  instrument,
  standing: daysLate > 0 ? "overdue" : "due",
  status: "started",
  baselineOn: "2026-06-01",
  dueOn: daysLate > 0 ? "2026-08-30" : "2026-12-01",
  opensOn: "2026-06-29",
  closesOn: "2027-06-01",
  daysLate,
});

function pageOf(followUps: readonly FollowUpDue[]): string {
  const overdue = followUps.filter(({ standing }) => standing === "overdue").length;
  const list = { practice: "A81001", asOf: "2026-11-22", daysAhead: 28, due: followUps.length - overdue, overdue, followUps };
  return followUpsPage(list, { site: "", name: "Ashdene", nameOf: (instrument) => instrument.toUpperCase() }).markup;
}

/** The referrals of each table, in order. */
function tablesIn(page: string): readonly (readonly string[])[] {
  return page
    .split("<table")
    .slice(1)
    .map((table) => [...table.matchAll(/<th scope="row"[^>]*>([^<]+)<\/th>/g)].map(([, id]) => id ?? ""));
}

describe("the list of follow-ups", () => {
  it("has one row for what is due of a referral on one day, and names every questionnaire in it", () => {
    const page = pageOf([due("R1", "gad-7"), due("R1", "phq-9"), due("R2", "gad-7")]);

    expect(tablesIn(page)).toEqual([["R1", "R2"]]);
    expect(page.replace(/<\/?span[^>]*>/g, "")).toContain("GAD-7, PHQ-9");
  });

  it("leaves what is due of a referral on another day in a row of its own, so that no date is lost", () => {
    const later = { ...due("R1", "phq-9", 10), dueOn: "2026-11-12" };
    const page = pageOf([due("R1", "gad-7"), later]);

    expect(tablesIn(page)).toEqual([["R1", "R1"]]);
    expect(page).toContain("12 November 2026");
  });

  it("sets what is overdue before what will be due", () => {
    expect(tablesIn(pageOf([due("R1", "gad-7"), due("R2", "gad-7", -9)]))).toEqual([["R1"], ["R2"]]);
  });

  it("shows twenty rows, unfolds the others, and leaves out none", () => {
    const ids = Array.from({ length: 34 }, (_, n) => `R${100 + n}`);
    const page = pageOf(ids.map((id) => due(id, "gad-7")));
    const [open = [], folded = []] = tablesIn(page);

    expect([open.length, folded.length]).toEqual([20, 14]);
    expect([...open, ...folded]).toEqual(ids);
    expect(page.indexOf("<details")).toBeGreaterThan(page.indexOf("R119"));
    expect(page).toContain("The other 14 referrals with an overdue follow-up");
  });

  it("says how many are in the file alone, where there are more than a page can hold", () => {
    const page = pageOf(Array.from({ length: 304 }, (_, n) => due(`R${n}`, "gad-7")));

    expect(tablesIn(page).flat()).toHaveLength(300);
    expect(page).toContain("4 more are in the file");
  });
});
