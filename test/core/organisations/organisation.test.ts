import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hierarchyOn, lineage, type OrganisationVersion, organisationsOn } from "../../../core/organisations/organisation.ts";

const version = (over: Partial<OrganisationVersion> & Pick<OrganisationVersion, "code" | "level">): OrganisationVersion => ({
  kind: over.level,
  name: over.code,
  parent: null,
  validFrom: "2020-04-01",
  validTo: null,
  sample: false,
  ...over,
});

/** Two ICBs were abolished and one was made of them on 1 April 2026; the practice and its PCN stayed what they were. */
const england = version({ code: "ENG", level: "england" });
const abolished = ["QQ1", "QQ2"].map((code) =>
  version({ code, level: "icb", parent: "ENG", validFrom: "2022-07-01", validTo: "2026-04-01" }),
);
const made = version({ code: "QX1", level: "icb", parent: "ENG", validFrom: "2026-04-01" });
const pcn = [
  version({ code: "U10001", level: "pcn", parent: "QQ1", validTo: "2026-04-01" }),
  version({ code: "U10001", level: "pcn", parent: "QX1", validFrom: "2026-04-01" }),
];
const practice = version({ code: "A81001", level: "practice", parent: "U10001" });
const closed = version({ code: "A81002", level: "practice", parent: "U10001", validTo: "2025-10-01" });
const versions = [england, ...abolished, made, ...pcn, practice, closed];

const codesAbove = (on: string) => lineage(organisationsOn(versions, on), "A81001").map(({ code }) => code);

describe("the hierarchy on a day", () => {
  it("has the old ICBs until 31 March 2026 and the new one from 1 April on", () => {
    expect(codesAbove("2026-03-31")).toEqual(["A81001", "U10001", "QQ1", "ENG"]);
    expect(codesAbove("2026-04-01")).toEqual(["A81001", "U10001", "QX1", "ENG"]);
    expect([...organisationsOn(versions, "2026-03-31").keys()]).not.toContain("QX1");
    expect(["QQ1", "QQ2"].some((code) => organisationsOn(versions, "2026-04-01").has(code))).toBe(false);
  });

  it("lets a day be asked about again, whatever was made since", () => {
    expect(codesAbove("2023-01-01")).toEqual(["A81001", "U10001", "QQ1", "ENG"]);
  });

  it("knows nothing of what was not there yet, and of a line it gives what it knows", () => {
    expect(organisationsOn(versions, "2020-03-31").size).toBe(0);
    expect(codesAbove("2021-01-01")).toEqual(["A81001", "U10001"]);
    expect(lineage(organisationsOn(versions, "2026-04-01"), "X99999")).toEqual([]);
  });

  it("lets the version that began later hold where two overlap", () => {
    const held = organisationsOn(
      [
        { ...practice, name: "old" },
        { ...practice, name: "new", validFrom: "2024-01-01" },
      ],
      "2026-01-01",
    );
    expect(held.get("A81001")?.name).toBe("new");
  });

  it("is the same in whatever order the versions come", () => {
    const onADay = fc.constantFrom("2021-01-01", "2025-12-01", "2026-03-31", "2026-04-01", "2030-01-01");
    fc.assert(
      fc.property(fc.shuffledSubarray(versions, { minLength: versions.length }), onADay, (shuffled, on) => {
        const known = (hierarchy: typeof organisationsOn) => (all: readonly OrganisationVersion[]) =>
          [...hierarchy(all, on)].sort(([a], [b]) => (a < b ? -1 : 1));
        expect(known(organisationsOn)(shuffled)).toEqual(known(organisationsOn)(versions));
        expect(known(hierarchyOn)(shuffled)).toEqual(known(hierarchyOn)(versions));
      }),
    );
  });
});

describe("the hierarchy that a night pins", () => {
  it("keeps a practice that has closed in its last place, under the ICB of the day", () => {
    const pinned = hierarchyOn(versions, "2026-05-01");

    expect(organisationsOn(versions, "2026-05-01").has("A81002")).toBe(false);
    expect(lineage(pinned, "A81002").map(({ code }) => code)).toEqual(["A81002", "U10001", "QX1", "ENG"]);
  });

  it("gives an abolished ICB no practice, so that nothing is counted twice", () => {
    const pinned = hierarchyOn(versions, "2026-05-01");
    const under = (icb: string) =>
      [...pinned.values()].filter(({ code, level }) => level === "practice" && lineage(pinned, code).some((above) => above.code === icb));

    expect(under("QX1").map(({ code }) => code)).toEqual(["A81001", "A81002"]);
    expect([...under("QQ1"), ...under("QQ2")]).toEqual([]);
  });

  it("ends a line that leads back to itself", () => {
    const ring = [version({ code: "A", level: "pcn", parent: "B" }), version({ code: "B", level: "icb", parent: "A" })];
    expect(lineage(hierarchyOn(ring, "2026-05-01"), "A").length).toBeLessThanOrEqual(4);
  });
});
