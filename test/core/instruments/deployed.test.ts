import { describe, expect, it } from "vitest";
import { withDeployment } from "../../../core/instruments/deployed.ts";
import type { Instrument } from "../../../core/instruments/instrument.ts";
import { instrumentOf, instruments } from "../../../core/instruments/registry.ts";
import { scoreAdministration } from "../../../core/scoring/scoring.ts";

/** Four questions of a local service, as its own file would hold them. */
const own = JSON.parse(
  JSON.stringify({
    ...instrumentOf("gad-2"),
    id: "local-4",
    name: "Local 4",
    items: [1, 2, 3, 4].map((number) => ({ number, min: 0, max: 3 })),
    range: { min: 0, max: 12 },
    codes: { snomed: [], loinc: [] },
  }),
) as Record<string, unknown>;

function deployed(file: unknown): ReadonlyMap<string, Instrument> {
  const read = withDeployment(instruments, file);
  return read.ok ? read.value : expect.unreachable(JSON.stringify(read.refusals));
}

function refusedBy(file: unknown): readonly string[] {
  const read = withDeployment(instruments, file);
  return read.ok ? [] : read.refusals.map(({ rule, field }) => `${rule} ${field}`);
}

function valueSet(change: object = {}) {
  const states = Array.from({ length: 3125 }, (_, n) =>
    n
      .toString(5)
      .padStart(5, "0")
      .replace(/./g, (digit) => String(Number(digit) + 1)),
  );
  const values = Object.fromEntries(
    states.map((state) => [state, 1 - [...state].reduce((sum, digit) => sum + Number(digit) - 1, 0) * 0.07]),
  );
  return { id: "made-up", version: "2026.1", country: "England", source: "invented for this test", licence: "EQ-1", values, ...change };
}

describe("a deployer's own instrument", () => {
  it("loads from JSON and scores like those shipped", () => {
    const local = deployed({ instruments: [own] }).get("local-4") ?? expect.unreachable();

    expect(scoreAdministration(local, { items: [1, 2, 3, 0] })).toMatchObject({ ok: true, value: { instrument: "local-4", score: 6 } });
  });

  it("cannot take the id of another, in any spelling", () => {
    expect(refusedBy({ instruments: [{ ...own, id: "phq9" }] })).toEqual(["instrument-id-taken instruments.0.id"]);
  });

  it("is refused where its shape or its sense is wrong, field by field", () => {
    expect(refusedBy({ instruments: [{ ...own, direction: "sideways", colour: "blue" }] })).toEqual([
      "definition-shape instruments.0.direction",
      "unknown-field instruments.0",
    ]);
    expect(refusedBy({ instruments: [{ ...own, range: { min: 0, max: 13 } }] })).toEqual(["range-differs instruments.0.range"]);
    expect(
      refusedBy({
        instruments: [{ ...own, codes: { snomed: [{ code: "720433001", means: "score", evidence: "confirmed" }], loinc: [] } }],
      }),
    ).toEqual(["code-check-digit instruments.0.codes.snomed"]);
    expect(
      refusedBy({ instruments: [{ ...own, missing: { allowed: 4, method: "none", source: "us, today", evidence: "confirmed" } }] }),
    ).toEqual(["missing-rule instruments.0.missing.allowed", "missing-rule instruments.0.missing.method"]);
  });
  it("is held to every rule that keeps a definition together", () => {
    const item = { number: 1, min: 0, max: 3 };
    const claim = { source: "us, today", evidence: "confirmed" };
    const half = {
      id: "half",
      name: "Half",
      items: [1, 9],
      direction: "higher-is-worse",
      bands: null,
      caseness: null,
      reliableChange: null,
      minimalImportantDifference: null,
    };
    const faults: readonly [object, string][] = [
      [
        { items: [item, { ...item, number: 3 }, { ...item, number: 3 }, { ...item, number: 4 }] },
        "item-order instruments.0.items.1.number",
      ],
      [{ items: [{ ...item, min: 3 }], range: { min: 3, max: 3 } }, "item-range instruments.0.items.0"],
      [{ items: [{ ...item, countsWhen: [4] }], range: { min: 0, max: 3 } }, "item-range instruments.0.items.0.countsWhen"],
      [{ subscales: [half] }, "unknown-item instruments.0.subscales.0.items"],
      [{ riskItem: { item: 5, atOrAbove: 1, meaning: "harm", ...claim } }, "unknown-item instruments.0.riskItem.item"],
      [{ scoring: { method: "count" } }, "range-differs instruments.0.range"],
      [{ bands: { list: [{ from: 1, label: "some" }], ...claim } }, "bands-start instruments.0.bands.list.0.from"],
      [
        {
          bands: {
            list: [
              { from: 0, label: "low" },
              { from: 6, label: "high" },
              { from: 6, label: "higher" },
            ],
            ...claim,
          },
        },
        "bands-order instruments.0.bands",
      ],
      [{ items: [{ ...item, loinc: "44250-8" }], range: { min: 0, max: 3 } }, "code-check-digit instruments.0.codes.loinc"],
      [
        { items: [item], range: { min: 0, max: 3 }, missing: { allowed: 1, method: "mean-of-answered", ...claim } },
        "missing-rule instruments.0.missing.allowed",
      ],
      [
        {
          scoring: { method: "sum", metric: { multiplyBy: 2 } },
          range: { min: 0, max: 24 },
          missing: { allowed: 1, method: "mean-of-answered", ...claim },
        },
        "missing-rule instruments.0.missing.allowed",
      ],
    ];

    for (const [change, fault] of faults) expect(refusedBy({ instruments: [{ ...own, ...change }] })).toEqual([fault]);
  });
});

describe("a deployer's thresholds", () => {
  const five = { when: "at-or-above", value: 5, meaning: "lonely here", source: "local agreement 2026", evidence: "confirmed" };

  it("take the place of unconfirmed ones, and the version says so", () => {
    const ucla = deployed({ overrides: [{ instrument: "ucla-3", version: "trust-2026", set: { caseness: five } }] }).get("ucla-3");

    expect([ucla?.caseness?.value, ucla?.version]).toEqual([5, "1.0.0+trust-2026"]);
    expect(instrumentOf("ucla-3")?.caseness?.value).toBe(6);
  });

  it("may fill in one that is missing", () => {
    const rc = { value: 3, source: "derived: alpha 0.72, SD 1.5", evidence: "verified" };
    const ucla = deployed({ overrides: [{ instrument: "ucla-3", version: "a", set: { reliableChange: rc } }] }).get("ucla-3");

    expect(ucla?.reliableChange?.value).toBe(3);
  });

  it("cannot take the place of a confirmed one", () => {
    expect(refusedBy({ overrides: [{ instrument: "phq-9", version: "a", set: { caseness: five } }] })).toEqual([
      "threshold-confirmed overrides.0.set.caseness",
    ]);
  });

  it("may where it is confirmed but a matter of choice", () => {
    const two = { ...five, value: 2, source: "Arroll 2010" };

    expect(deployed({ overrides: [{ instrument: "phq-2", version: "a", set: { caseness: two } }] }).get("phq-2")?.caseness?.value).toBe(2);
  });

  it("may allow missing answers, which are then replaced by the mean of the others", () => {
    const missing = { allowed: 2, method: "mean-of-answered", source: "Kroenke 2010", evidence: "unconfirmed" };
    const phq9 =
      deployed({ overrides: [{ instrument: "phq-9", version: "prorated", set: { missing } }] }).get("phq-9") ?? expect.unreachable();

    const scored = scoreAdministration(phq9, { items: [1, 1, 1, 1, 1, 1, 1, null, null] });

    expect(scored).toMatchObject({ ok: true, value: { score: 9, risk: "not-supplied", version: "1.0.0+prorated" } });
  });

  it("name an instrument that exists", () => {
    expect(refusedBy({ overrides: [{ instrument: "phq-10", version: "a", set: {} }], licences: { nope: "L" } })).toEqual([
      "unknown-instrument overrides.0.instrument",
      "unknown-instrument licences.nope",
    ]);
  });
});

describe("a deployer's licences", () => {
  it("let PAM be scored", () => {
    const pam = deployed({ licences: { "pam-13": "PAM-77" } }).get("pam-13") ?? expect.unreachable();

    expect(scoreAdministration(pam, { total: 50 }).ok).toBe(true);
  });
});

describe("a licensed EQ-5D-5L value set", () => {
  it("makes the index, and its name and version are stored with every one", () => {
    const eq5d = deployed({ valueSets: [valueSet()] }).get("eq-5d-5l") ?? expect.unreachable();

    const full = scoreAdministration(eq5d, { items: [1, 1, 1, 1, 1, 90] });
    const state = scoreAdministration(eq5d, { items: [2, 1, 1, 1, 3] });

    expect(full).toMatchObject({ ok: true, value: { score: 1, version: "1.0.0+made-up.2026.1", reason: null } });
    expect(state).toMatchObject({ ok: true, value: { score: 0.79, state: "21113" } });
  });

  it("is refused when a state is missing, full health is not 1, or it is another country's", () => {
    const { "55555": _worst, ...missing } = valueSet().values;
    const german = { ...valueSet().values, "55555": -0.661 };

    expect(refusedBy({ valueSets: [valueSet({ values: missing })] })).toEqual(["value-set-incomplete valueSets.0.values"]);
    expect(refusedBy({ valueSets: [valueSet({ values: { ...valueSet().values, "11111": 0.99 } })] })).toEqual([
      "value-set-full-health valueSets.0.values.11111",
    ]);
    expect(refusedBy({ valueSets: [valueSet({ values: german })] })).toEqual(["value-set-wrong-country valueSets.0.country"]);
    expect(refusedBy({ valueSets: [valueSet({ values: german, country: "Germany" })] })).toEqual([]);
    expect(refusedBy({ valueSets: [{ id: "x" }] })).toEqual(["value-set-shape valueSets.0.version"]);
  });

  it("is one: two are never mixed", () => {
    expect(refusedBy({ valueSets: [valueSet(), valueSet({ id: "other" })] })).toEqual(["one-value-set valueSets.1"]);
  });
});
