import { instrumentOf } from "../../core/instruments/registry.ts";
import { inventedValueSet } from "./value-sets.ts";

/** A deployer's file with one of everything: an instrument of their own with a part, a threshold, licences, a value set and a table of neighbourhoods. */
export function ownDeployment(): Record<string, unknown> {
  const gad2 = instrumentOf("gad-2") ?? {};
  const caseness = { when: "at-or-above", value: 5, meaning: "lonely here", source: "local agreement 2026", evidence: "confirmed" };
  const part = { direction: "higher-is-worse", bands: null, caseness: null, reliableChange: null, minimalImportantDifference: null };
  const own = {
    ...gad2,
    id: "local-4",
    name: "Local 4",
    version: "3.1",
    items: [1, 2, 3, 4].map((number) => ({ number, min: 0, max: 3 })),
    range: { min: 0, max: 12 },
    subscales: [{ id: "worry", name: "Worry", items: [1, 2], ...part }],
    codes: { snomed: [], loinc: [] },
  };
  return {
    instruments: [own],
    overrides: [{ instrument: "ucla-3", version: "trust-2026", set: { caseness } }],
    licences: { "hads-a": "GL-1", "pam-13": { A81001: "PAM-1" }, "eq-5d-5l": "EQ-1" },
    valueSets: [inventedValueSet()],
    deprivation: { lsoaVersion: "2021", imdVersion: "2025", deciles: { E01000001: 10, E01000002: 1 } },
  };
}
