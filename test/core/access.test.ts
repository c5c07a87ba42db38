import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canRead } from "../../core/access.ts";
import { hierarchy } from "../support/published-twin.ts";

const parentOf = (code: string) => hierarchy[code]?.parent ?? null;
const on = "2026-11-22";
const grant = (organisation: string, scope: "own" | "subtree", expiresOn: string | null = null) => ({ organisation, scope, expiresOn });
const readable = (...grants: readonly ReturnType<typeof grant>[]) =>
  Object.keys(hierarchy).filter((code) => canRead({ grants, on }, code, parentOf));

describe("who may read what", () => {
  it("gives everybody England and nothing else", () => {
    expect(readable()).toEqual(["ENG"]);
  });

  it("gives a practice its own pages and those above it, but not its neighbour's", () => {
    expect(readable(grant("A81001", "own"))).toEqual(["ENG", "QX1", "U10", "A81001"]);
  });

  it("gives a commissioner everything below and what is above", () => {
    expect(readable(grant("QX1", "subtree"))).toEqual(["ENG", "QX1", "U10", "A81001", "A81002"]);
    expect(readable(grant("U10", "subtree"))).toEqual(["ENG", "QX1", "U10", "A81001", "A81002"]);
    expect(readable(grant("QX1", "own"))).toEqual(["ENG", "QX1"]);
  });

  it("takes no code for one that begins alike", () => {
    expect(readable(grant("A8100", "own"))).toEqual(["ENG", "QX10", "U1", "A8100"]);
    expect(readable(grant("QX10", "subtree"))).toEqual(["ENG", "QX10", "U1", "A8100"]);
  });

  it("ends on the day a grant ends", () => {
    expect(readable(grant("A81001", "own", "2026-11-22"))).toEqual(["ENG"]);
    expect(readable(grant("A81001", "own", "2026-11-23"))).toContain("A81001");
  });

  it("gives nothing for an organisation that is not in the hierarchy", () => {
    expect(readable(grant("GONE", "subtree"))).toEqual(["ENG"]);
  });

  it("adds up: several grants give what each of them gives", () => {
    const any = fc.record({
      organisation: fc.constantFrom(...Object.keys(hierarchy)),
      scope: fc.constantFrom("own", "subtree"),
      expiresOn: fc.constant(null),
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 4 }), (grants) => {
        const together = readable(...grants);
        const apart = new Set(["ENG", ...grants.flatMap((one) => readable(one))]);
        expect(new Set(together)).toEqual(apart);
      }),
    );
  });

  it("ends for a hierarchy that runs in a ring", () => {
    expect(canRead({ grants: [grant("A", "subtree")], on }, "B", (code) => (code === "A" ? "B" : "A"))).toBe(true);
  });
});
