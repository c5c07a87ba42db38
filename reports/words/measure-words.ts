import type { Measure, ThresholdKind } from "../../core/place-report.ts";

/** What each threshold of a measure is called where its source is named. */
const thresholdNames: Readonly<Record<ThresholdKind, string>> = {
  caseness: "Caseness",
  "reliable-change": "Reliable change",
  "smallest-change": "Smallest change that matters",
  bands: "Bands",
};

/** Who counts as a case: `GAD-7 8 or more: at caseness for anxiety`; `null` where nobody is. What it means is said by the instrument's definition. */
export function casenessText({ name, casenessRule }: Measure): string | null {
  if (casenessRule === null) return null;
  const { when, value, meaning } = casenessRule;
  const range = when === "at-or-above" ? `${value} or more` : when === "below" ? `below ${value}` : `${value} or less`;
  return `${name} ${range}: ${meaning}`;
}

/** Where one threshold comes from, and whether that is confirmed; `null` where the measure has none. */
export function sourceText({ sources }: Measure, wanted: ThresholdKind): string | null {
  const found = sources.find(({ of }) => of === wanted);
  return found === undefined ? null : `${thresholdNames[wanted]}: ${found.source}${found.isConfirmed ? "" : " (not yet confirmed)"}`;
}

/** Where all of them come from. */
export function sourcesText(measure: Measure): string {
  return measure.sources.map(({ of }) => `${sourceText(measure, of) ?? ""}.`).join(" ");
}
