import type { Instrument } from "../instruments/instrument.ts";
import { instruments, type Registry } from "../instruments/registry.ts";
import { type Measure, type Outcome, primaryInstrument } from "../place-report.ts";
import { rawRange } from "../scoring/scoring-totals.ts";

/** The instrument that stands for an outcome. @throws {RangeError} where it is not shipped: a mistake in the code, not in the data */
export function instrumentFor(outcome: Outcome, registry: Registry = instruments): Instrument {
  return instrumentOf(primaryInstrument[outcome], registry);
}

/** The instrument of an id, or the part of one as an instrument of its own. @throws {RangeError} where there is none */
export function instrumentOf(measure: string, registry: Registry = instruments): Instrument {
  const [id = "", part] = measure.split(":");
  const whole = registry.get(id);
  const instrument = whole === undefined || part === undefined ? whole : subscaleAsInstrument(whole, part);
  if (instrument === undefined) throw new RangeError("a measure requires a known instrument");
  return instrument;
}

/** A part of an instrument that is followed on its own, as an instrument of its own: under the name of its measure, with its own thresholds. */
function subscaleAsInstrument(whole: Instrument, part: string): Instrument | undefined {
  const subscale = whole.subscales.find(({ id }) => id === part);
  if (subscale === undefined) return undefined;
  const { items: numbers, id, name, ...read } = subscale;
  const items = whole.items.filter(({ number }) => numbers.includes(number));
  const own = { ...whole, ...read, id: `${whole.id}:${id}`, name: `${whole.name} ${name.toLowerCase()}`, items };
  return { ...own, range: rawRange(own), subscales: [], scoring: { method: "sum" } };
}

/** What words and figures need to know of an instrument, with the source of each threshold and how well it is confirmed. */
export function measureOf(instrument: Instrument): Measure {
  const { id, name, range, direction, caseness, reliableChange, minimalImportantDifference, bands } = instrument;
  return {
    instrument: id,
    name,
    min: range.min,
    max: range.max,
    direction,
    caseness: caseness?.value ?? null,
    casenessRule: caseness === null ? null : { when: caseness.when, value: caseness.value, meaning: caseness.meaning },
    reliableChange: reliableChange?.value ?? null,
    minimalImportantDifference: minimalImportantDifference?.value ?? null,
    bands: bands?.list ?? [],
    sources: sourcesOf(instrument),
  };
}

/** Whether a score counts as a case; `null` where the instrument defines none. */
export function isCase({ caseness }: Instrument, score: number): boolean | null {
  if (caseness === null) return null;
  if (caseness.when === "at-or-above") return score >= caseness.value;
  return caseness.when === "below" ? score < caseness.value : score <= caseness.value;
}

function sourcesOf({ caseness, reliableChange, minimalImportantDifference, bands }: Instrument): Measure["sources"] {
  const facts = [
    ["caseness", caseness],
    ["reliable-change", reliableChange],
    ["smallest-change", minimalImportantDifference],
    ["bands", bands],
  ] as const;
  return facts.flatMap(([of, fact]) => (fact === null ? [] : [{ of, source: fact.source, isConfirmed: fact.evidence !== "unconfirmed" }]));
}
