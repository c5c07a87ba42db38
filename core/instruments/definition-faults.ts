import { isLoincCode } from "../identifiers/loinc.ts";
import { isSnomedCode } from "../identifiers/snomed.ts";
import type { Refusal } from "../refusal.ts";
import { metricOf } from "../scoring/scoring-items.ts";
import { rawRange } from "../scoring/scoring-totals.ts";
import type { Instrument } from "./instrument.ts";

/** What a definition gets wrong although its shape is right: items out of order, a range the items cannot give, codes with a wrong check digit. */
export function definitionFaults(instrument: Instrument): readonly Refusal[] {
  return [
    ...itemFaults(instrument),
    ...partFaults(instrument),
    ...rangeFaults(instrument),
    ...bandFaults(instrument),
    ...codeFaults(instrument),
  ];
}

function itemFaults({ items }: Instrument): readonly Refusal[] {
  return items.flatMap((item, index) => {
    if (item.number !== index + 1)
      return [fault("item-order", `items.${index}.number`, "number the items from 1 in the order of the form")];
    if (item.min >= item.max) return [fault("item-range", `items.${index}`, "give each item a range with a lowest and a higher value")];
    const outside = item.countsWhen?.some((answer) => answer < item.min || answer > item.max) ?? false;
    return outside ? [fault("item-range", `items.${index}.countsWhen`, "count answers that lie in the item's range")] : [];
  });
}

function partFaults({ items, subscales, riskItem, missing, scoring }: Instrument): readonly Refusal[] {
  const faults: Refusal[] = [];
  for (const [index, { items: numbers }] of subscales.entries()) {
    if (numbers.some((number) => number > items.length))
      faults.push(fault("unknown-item", `subscales.${index}.items`, "name items that exist"));
  }
  if (riskItem !== null && riskItem.item > items.length) faults.push(fault("unknown-item", "riskItem.item", "name an item that exists"));
  if (missing.allowed > 0 && missing.allowed >= items.length) {
    faults.push(fault("missing-rule", "missing.allowed", "require at least one answer"));
  }
  if (missing.allowed > 0 && missing.method === "none")
    faults.push(fault("missing-rule", "missing.method", "say how missing answers are made up for"));
  if (scoring.method === "sum" && scoring.metric !== undefined && missing.allowed > 0) {
    faults.push(fault("missing-rule", "missing.allowed", "a conversion needs the full raw sum: allow no missing answer"));
  }
  return faults;
}

function rangeFaults(instrument: Instrument): readonly Refusal[] {
  const given = givenRange(instrument);
  if (given === null || (given.min === instrument.range.min && given.max === instrument.range.max)) return [];
  return [fault("range-differs", "range", "give the lowest and the highest score that the items can make")];
}

/** The range the items give, or `null` where it does not follow from them (a value set, a supplied score). */
function givenRange(instrument: Instrument): { min: number | null; max: number | null } | null {
  const { scoring, items } = instrument;
  if (scoring.method === "value-set" || scoring.method === "supplied") return null;
  if (scoring.method === "count") return { min: 0, max: items.length };
  if (scoring.method === "mean" || scoring.method === "separate") {
    return { min: Math.min(...items.map(({ min }) => min)), max: Math.max(...items.map(({ max }) => max)) };
  }
  const raw = rawRange(instrument);
  return scoring.metric === undefined ? raw : { min: metricOf(instrument, raw.min), max: metricOf(instrument, raw.max) };
}

function bandFaults({ bands, range, subscales }: Instrument): readonly Refusal[] {
  const faults: Refusal[] = [];
  if (bands !== null && bands.list[0]?.from !== range.min)
    faults.push(fault("bands-start", "bands.list.0.from", "start the first band at the lowest score"));
  for (const [at, part] of [
    ["bands", bands] as const,
    ...subscales.map((one, index) => [`subscales.${index}.bands`, one.bands] as const),
  ]) {
    const rising = part?.list.every(({ from }, index) => index === 0 || from > (part.list[index - 1]?.from ?? from)) ?? true;
    if (!rising) faults.push(fault("bands-order", at, "list the bands from the lowest score to the highest"));
  }
  return faults;
}

function codeFaults({ codes, items }: Instrument): readonly Refusal[] {
  const loinc = [...codes.loinc.map(({ code }) => code), ...items.flatMap(({ loinc }) => loinc ?? [])];
  return [
    ...codes.snomed
      .filter(({ code }) => !isSnomedCode(code))
      .map(() => fault("code-check-digit", "codes.snomed", "check the SNOMED CT code: its check digit is wrong")),
    ...loinc
      .filter((code) => !isLoincCode(code))
      .map(() => fault("code-check-digit", "codes.loinc", "check the LOINC code: its check digit is wrong")),
  ];
}

function fault(rule: string, field: string, fix: string): Refusal {
  return { rule, field, fix };
}
