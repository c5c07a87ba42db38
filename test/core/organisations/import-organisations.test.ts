import { describe, expect, it } from "vitest";
import type { MonthStanding } from "../../../core/night/standing.ts";
import { importOrganisations } from "../../../core/organisations/import-organisations.ts";
import type { OrganisationVersion } from "../../../core/organisations/organisation.ts";
import type { Mark } from "../../../core/ports/derived.ts";

const practice = (parent: string): OrganisationVersion => ({
  code: "A81001",
  level: "practice",
  kind: "practice",
  name: "Densham",
  parent,
  validFrom: "1974-04-01",
  validTo: null,
  sample: false,
});

/** A register that remembers in which order things were written, and forgets marks when a night clears them. */
function register(months: readonly string[]) {
  const versions: OrganisationVersion[] = [];
  const written: string[] = [];
  const marks = new Map<string, Mark>();
  const standing = { ver: 1, parent: "16C", parentLevel: "pcn", hash: "", foldVersion: 1, methodVersion: 1, gen: 1 } as const;
  return {
    written,
    marks,
    ports: {
      book: { versions: async () => [...versions] },
      register: {
        add: async (more: readonly OrganisationVersion[]) => {
          versions.push(...more);
          if (more.length > 0) written.push("versions");
        },
        mark: async (more: readonly Mark[]) => {
          for (const mark of more) marks.set(`${mark.code} ${mark.month} ${mark.id}`, mark);
          if (more.length > 0) written.push("marks");
        },
      },
      derived: { standingsOf: async (): Promise<readonly MonthStanding[]> => months.map((month) => ({ ...standing, month })) },
    },
  };
}

describe("importOrganisations", () => {
  it("adds what is new once: the same import again adds nothing", async () => {
    const { ports } = register([]);
    expect(await importOrganisations([practice("16C")], "2026-11-01", ports)).toEqual({ added: 1, unchanged: 0, moved: 0 });
    expect(await importOrganisations([practice("16C")], "2026-11-02", ports)).toEqual({ added: 0, unchanged: 1, moved: 0 });
  });

  it("marks every month of a practice that moved, before the move is known and again after it", async () => {
    const { ports, marks, written } = register(["2026-01", "2026-02"]);
    await importOrganisations([practice("16C")], "2026-10-01", ports);
    await importOrganisations([practice("99C")], "2026-11-01", ports);
    expect([...marks.values()].map(({ month }) => month)).toEqual(["2026-01", "2026-02"]);
    expect(written).toEqual(["versions", "marks", "versions", "marks"]);
  });

  it("marks again when it was killed before the versions were kept", async () => {
    const { ports, marks } = register(["2026-01"]);
    await importOrganisations([practice("16C")], "2026-10-01", ports);
    const killed = { ...ports, register: { ...ports.register, add: () => Promise.reject(new Error("killed")) } };
    await expect(importOrganisations([practice("99C")], "2026-11-01", killed)).rejects.toThrow("killed");
    marks.clear();
    await importOrganisations([practice("99C")], "2026-11-01", ports);
    expect(marks.size).toBe(1);
  });
});
