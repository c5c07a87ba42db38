import { existsSync, readFileSync } from "node:fs";
import Papa from "papaparse";
import { describe, expect, it } from "vitest";
import { readOdsPractices } from "../../../core/organisations/ods-practices.ts";
import { lineage, organisationsOn } from "../../../core/organisations/organisation.ts";
import { organisationChanges } from "../../../core/organisations/organisation-changes.ts";
import { readPcnMembers, withPcns } from "../../../core/organisations/pcn-members.ts";

function row(changes: Record<number, string> = {}): string[] {
  const fields = Array.from({ length: 27 }, () => "");
  const usual = { 0: "A81001", 1: "THE DENSHAM SURGERY", 3: "QHM", 10: "19740401", 12: "A", 14: "16C", 25: "4" };
  for (const [index, text] of Object.entries({ ...usual, ...changes })) fields[Number(index)] = text;
  return fields;
}

describe("readOdsPractices", () => {
  it("reads a practice under its sub-ICB location, ICB and England", () => {
    const { organisations } = readOdsPractices([row()]);
    const line = lineage(organisationsOn(organisations, "2026-01-01"), "A81001");
    expect(line.map(({ code, kind }) => [code, kind])).toEqual([
      ["A81001", "practice"],
      ["16C", "sub-icb"],
      ["QHM", "icb"],
      ["ENG", "england"],
    ]);
    expect(line[0]?.name).toBe("The Densham Surgery");
  });

  it("closes a practice on the day the file says", () => {
    const { organisations } = readOdsPractices([row({ 11: "20171031", 12: "C" })]);
    expect(organisationsOn(organisations, "2017-10-30").has("A81001")).toBe(true);
    expect(organisationsOn(organisations, "2017-10-31").has("A81001")).toBe(false);
  });

  it("passes over what is no GP practice of England", () => {
    const others = [row({ 25: "9" }), row({ 0: "W00001", 3: "7A1" }), row({ 0: "W91001", 3: "Q99" }), row({ 12: "D" })];
    expect(readOdsPractices(others)).toMatchObject({ passedOver: 4, refusals: [] });
  });

  it("takes an open practice's word on its ICB before a closed one's, whichever comes first", () => {
    const closed = row({ 0: "A81003", 3: "Q74", 11: "20171031", 12: "C" });
    for (const rows of [
      [closed, row()],
      [row(), closed],
    ]) {
      expect(readOdsPractices(rows).organisations.find(({ code }) => code === "16C")?.parent).toBe("QHM");
    }
  });

  it("refuses a row with another number of columns, or a day that does not exist, and keeps its neighbours", () => {
    const { organisations, refusals } = readOdsPractices([row().slice(1), row({ 10: "20230230" }), row()]);
    expect(refusals.map(({ rule, row: at }) => [rule, at])).toEqual([
      ["ods-columns", 1],
      ["ods-date", 2],
    ]);
    expect(organisations.filter(({ level }) => level === "practice")).toHaveLength(1);
  });

  const published = "../shared/ods/epraccur.csv";
  it.runIf(existsSync(published))("reads the published file: over 6,000 practices open, each with a lineage up to England", () => {
    const { data } = Papa.parse<string[]>(readFileSync(published, "utf8").trim());
    const { organisations, refusals } = readOdsPractices(data);
    const open = organisationsOn(organisations, "2026-11-01");
    const practices = [...open.values()].filter(({ level }) => level === "practice");
    expect(refusals).toEqual([]);
    expect(practices.length).toBeGreaterThan(6000);
    expect(practices.filter(({ code }) => code.startsWith("W"))).toEqual([]);
    expect(practices.every(({ code }) => lineage(open, code).at(-1)?.code === "ENG")).toBe(true);
  });
});

describe("organisationChanges", () => {
  const before = readOdsPractices([row()]).organisations;

  it("adds nothing when the same file comes again", () => {
    expect(organisationChanges(before, before, "2026-11-01")).toEqual({ versions: [], moved: [] });
  });

  it("adds a version from the day of the import, and says who moved", () => {
    const after = readOdsPractices([row({ 14: "99C" })]).organisations;
    const changes = organisationChanges(before, after, "2026-11-01");
    expect(changes.moved).toEqual([{ practice: "A81001", from: "16C", to: "99C" }]);
    expect(organisationsOn([...before, ...changes.versions], "2026-10-31").get("A81001")?.parent).toBe("16C");
    expect(organisationsOn([...before, ...changes.versions], "2026-11-01").get("A81001")?.parent).toBe("99C");
  });
});

describe("readPcnMembers", () => {
  const header = [
    "Partner Organisation Code",
    "PCN Code",
    "PCN Name",
    "PCN Parent Sub ICB Loc Code",
    "Relationship Start Date",
    "Relationship End Date",
  ];

  it("moves a practice under its PCN, which stands under the ICB of its sub-ICB location", () => {
    const members = readPcnMembers([header, ["A81001", "U12345", "Stockton PCN", "16C", "01/07/2019", ""]]);
    if (!members.ok) throw new Error("the header was refused");
    const organisations = organisationsOn(withPcns(readOdsPractices([row()]).organisations, members.value), "2026-01-01");
    expect(lineage(organisations, "A81001").map(({ code }) => code)).toEqual(["A81001", "U12345", "QHM", "ENG"]);
  });

  it("leaves out a membership that has ended", () => {
    const members = readPcnMembers([header, ["A81001", "U12345", "Stockton PCN", "16C", "01/07/2019", "31/03/2024"]]);
    expect(members).toEqual({ ok: true, value: new Map() });
  });

  it("names the column that is missing", () => {
    expect(readPcnMembers([["PCN Code"]])).toMatchObject({ ok: false, refusals: [{ rule: "epcn-header", field: "practice" }] });
  });
});
