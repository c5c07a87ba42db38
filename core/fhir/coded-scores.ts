import { isLoincCode } from "../identifiers/loinc.ts";
import { isSnomedCode } from "../identifiers/snomed.ts";
import type { Instrument } from "../instruments/instrument.ts";
import { findInstrument, folded, type Registry } from "../instruments/registry.ts";
import { type Parsed, taken } from "../refusal.ts";
import { type CodeableConcept, type Coding, systems } from "./datatypes.ts";
import { fhirRefused } from "./fhir-rules.ts";

type System = "snomed" | "loinc";

/** Codes that look as if they were those of an instrument, and are not (domain facts, 1.6). None of them is ever read as a score. */
export const lookalikeCodes = [
  { code: "100951-3", taken: "ONS loneliness", is: "a proprietary R-Outcomes measure, with loneliness inverted", evidence: "confirmed" },
  { code: "100946-3", taken: "ONS loneliness", is: "a proprietary R-Outcomes measure, with loneliness inverted", evidence: "confirmed" },
  { code: "96929-5", taken: "ONS4", is: "a proprietary R-Outcomes measure of personal well-being", evidence: "confirmed" },
  { code: "71969-0", taken: "WHO-5", is: "the PROMIS-10 global mental health T-score", evidence: "unconfirmed" },
  { code: "70273-8", taken: "GAD-2", is: "the PHQ-15", evidence: "confirmed" },
] as const;

const lookalikes: ReadonlySet<string> = new Set(lookalikeCodes.map(({ code }) => code));

/** LOINC's answer list LL358-3, which PHQ and GAD share. */
const phqGadAnswers: ReadonlyMap<string, number> = new Map([
  ["LA6568-5", 0],
  ["LA6569-3", 1],
  ["LA6570-1", 2],
  ["LA6571-9", 3],
]);

/** The coded answers known here: the instruments that use them, their points, and how well that is supported. */
export const codedAnswers = {
  list: "LL358-3",
  instruments: ["phq-9", "phq-2", "phq-4", "gad-7", "gad-2"],
  points: phqGadAnswers,
  evidence: "confirmed",
} as const;

type Codes = { readonly scores: ReadonlyMap<string, string>; readonly panels: ReadonlyMap<string, string> };

// A registry never changes: its codes are listed once.
const codesByRegistry = new WeakMap<Registry, Codes>();

/** The ids of the instruments of a registry by the codes of their scores, with the system, and by LOINC's codes of their panels. */
function codesOf(registry: Registry): Codes {
  const known = codesByRegistry.get(registry);
  if (known !== undefined) return known;
  const instruments = [...registry.values()];
  const scores = instruments.flatMap(({ id, codes }) =>
    (["snomed", "loinc"] as const).flatMap((system) =>
      codes[system].filter(({ means }) => means === "score" || means === "index").map(({ code }) => [`${system} ${code}`, id] as const),
    ),
  );
  const panels = instruments.flatMap(({ id, codes }) =>
    codes.loinc.filter(({ means }) => means === "panel").map(({ code }) => [code, id] as const),
  );
  const listed = { scores: new Map(scores), panels: new Map(panels) };
  codesByRegistry.set(registry, listed);
  return listed;
}

/**
 * The instrument whose score an observation is, by any of its SNOMED CT and LOINC codes; codes of other systems are left aside. A code with a
 * wrong check digit, one that only looks right, and two that disagree are refused: one of them is a mistake.
 */
export function scoredInstrument({ coding = [] }: CodeableConcept, field: string, registry: Registry): Parsed<Instrument> {
  const found = new Set<string>();
  for (const { system, code } of coding) {
    const known = systemOf(system);
    if (known === undefined || code === undefined) continue;
    if (!(known === "snomed" ? isSnomedCode(code) : isLoincCode(code))) {
      return fhirRefused("fhir-code-check-digit", field, "check the SNOMED CT or LOINC code: its check digit is wrong");
    }
    if (lookalikes.has(code)) {
      return fhirRefused("fhir-code", field, "check the code: it is another measure's, which looks like the instrument's");
    }
    const id = codesOf(registry).scores.get(`${known} ${code}`);
    if (id !== undefined) found.add(id);
  }
  const [id, ...others] = found;
  if (others.length > 0) return fhirRefused("fhir-code-conflict", field, "send the codes of one instrument's score");
  const instrument = id === undefined ? undefined : registry.get(id);
  return instrument === undefined
    ? fhirRefused("fhir-code", field, "send a code that is known as an instrument's score, or the answers as a QuestionnaireResponse")
    : taken(instrument);
}

function systemOf(system: string | undefined): System | undefined {
  return system === systems.snomed ? "snomed" : system === systems.loinc ? "loinc" : undefined;
}

/** The instrument that a questionnaire's canonical address names by its last part: an id of ours or LOINC's panel. It is never fetched. */
export function questionedInstrument(canonical: string, registry: Registry): Instrument | undefined {
  const name = canonical.split("|", 1)[0]?.split(/[/:]/).at(-1) ?? "";
  return findInstrument(codesOf(registry).panels.get(name) ?? name, registry);
}

/** What a linkId names: an item by its place, the total, something that is not scored, or nothing known. */
export type Linked = { readonly item: number } | "total" | "unscored" | undefined;

/** Reads a linkId: LOINC's item code (its own questionnaires write `/44250-9`), or `<instrument>-<n>` and `<instrument>-total`. */
export function linkedTo({ id, items, codes }: Instrument, linkId: string): Linked {
  const code = linkId.split("/").at(-1) ?? "";
  const byCode = items.findIndex(({ loinc }) => loinc === code);
  if (byCode >= 0) return { item: byCode };
  const means = codes.loinc.find((one) => one.code === code)?.means;
  if (means !== undefined) return means === "score" ? "total" : "unscored";
  const parts = /^(.{1,40})-(total|[1-9][0-9]?)$/.exec(linkId);
  if (parts?.[1] === undefined || folded(parts[1]) !== folded(id)) return undefined;
  if (parts[2] === "total") return "total";
  const byNumber = items.findIndex(({ number }) => number === Number(parts[2]));
  return byNumber >= 0 ? { item: byNumber } : undefined;
}

/** The points of a coded answer, or `undefined` for one that is not of the instrument's answer list. */
export function pointsOfCoding({ id }: Instrument, { system, code }: Coding): number | undefined {
  if (system !== systems.loinc || code === undefined) return undefined;
  return codedAnswers.instruments.some((one) => one === id) ? phqGadAnswers.get(code) : undefined;
}
