import { describe, expect, it } from "vitest";
import { sha256 } from "../../../adapters/sha256.ts";
import { parseSnapshot, pinOrganisations, placeAbove, placesAbove, snapshotText } from "../../../core/night/pinned-organisations.ts";
import type { OrganisationVersion } from "../../../core/organisations/organisation.ts";
import { smallEngland } from "../../support/night-twin.ts";

const pin = (versions: readonly OrganisationVersion[], on: string) => pinOrganisations(versions, on, sha256);
const changed = (code: string, change: Partial<OrganisationVersion>) =>
  smallEngland().map((version) => (version.code === code ? { ...version, ...change } : version));

describe("the organisations a run pins", () => {
  it("are those of its day, in whatever order they are read", () => {
    const until = changed("A81001", { validTo: "2026-04-01" });
    const from = changed("A81001", { parent: "U20001", validFrom: "2026-04-01" }).filter(({ code }) => code === "A81001");
    const versions = [...until, ...from];
    expect(pin(versions, "2026-03-31").organisations.get("A81001")?.parent).toBe("U10001");
    expect(pin(versions, "2026-04-01").organisations.get("A81001")?.parent).toBe("U20001");
    expect(pin(versions.toReversed(), "2026-04-01").hash).toBe(pin(versions, "2026-04-01").hash);
  });

  it("keep a practice that has closed where it last stood: its people are still counted", () => {
    expect(pin(changed("A81001", { validTo: "2025-01-01" }), "2026-06-10").organisations.get("A81001")?.parent).toBe("U10001");
  });

  it("hold a practice that has not opened yet where it will stand", () => {
    expect(pin(changed("A81001", { validFrom: "2027-01-01" }), "2026-06-10").organisations.get("A81001")?.parent).toBe("U10001");
  });

  it("come back whole from their text", () => {
    const snapshot = pin(smallEngland(), "2026-06-10");
    expect(parseSnapshot(snapshotText(snapshot))).toEqual(snapshot);
  });
});

describe("the place above", () => {
  it("is England where the parent is unknown, or stands no higher, so that no import makes a circle", () => {
    const { organisations } = pin(changed("U10001", { parent: "A81001" }), "2026-06-10");
    expect(placeAbove(organisations, "U10001")).toEqual({ code: "ENG", level: "england" });
    expect(placeAbove(organisations, "Y99999")).toEqual({ code: "ENG", level: "england" });
    expect(placeAbove(organisations, "ENG")).toBeNull();
  });

  it("is named with its own name, up to England", () => {
    const { organisations } = pin(smallEngland(), "2026-06-10");
    expect(placesAbove(organisations, "A81003").map(({ name }) => name)).toEqual(["The pcn U10002", "The icb QA1", "The england ENG"]);
  });
});
