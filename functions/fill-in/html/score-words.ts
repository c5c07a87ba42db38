import type { Instrument, Measure } from "../../../core/instruments/instrument.ts";
import type { RecordScore } from "../../../core/scoring/record-score.ts";
import { nullScoreReasons } from "../../../core/scoring/scoring-rules.ts";
import { type Html, html } from "../../../reports/html/html.ts";
import { capitalised } from "./refusal-words.ts";

type Part = {
  readonly score: number | null;
  readonly band: string | null;
  readonly caseness: boolean | null;
  readonly change: number | null;
};

/** What the answers come to: the score, what it means, and how it has changed since the baseline. */
export function scoreWords(scored: RecordScore, instrument: Instrument): Html {
  const parts = Object.entries(scored.subscales ?? {}).flatMap(([id, part]) => {
    const subscale = instrument.subscales.find((one) => one.id === id);
    return subscale === undefined ? [] : [html`<h3 class="nhsuk-heading-s">${subscale.name}</h3>${partWords(part, subscale)}`];
  });
  const whole = scored.score === null && parts.length > 0 ? null : partWords(scored, instrument, scored.reason);
  return html`<div class="result"><h2 class="nhsuk-heading-m">${instrument.name}</h2>${whole}${parts}</div>`;
}

function partWords({ score, band, caseness, change }: Part, measure: Measure, reason?: string): Html {
  if (score === null) return html`<p>There is no score: ${reasonWords(reason)}.</p>`;
  const threshold = measure.caseness;
  return html`<p class="result__score">Score ${score}${band === null ? "" : `: ${band}`}</p>
${threshold === null || caseness === null ? null : html`<p>${caseness ? capitalised(threshold.meaning) : `Not ${threshold.meaning}`} (${threshold.when.replaceAll("-", " ")} ${threshold.value}).</p>`}
<p>${changeWords(change, measure)}</p>`;
}

function reasonWords(reason: string | undefined): string {
  const known = Object.entries(nullScoreReasons).find(([id]) => id === reason);
  return known?.[1] ?? "one of its answers is missing";
}

function changeWords(change: number | null, { direction, reliableChange }: Measure): string {
  if (change === null) return "Change since the baseline: none yet, this is the baseline or there is none.";
  if (change === 0) return "Change since the baseline: none.";
  const isBetter = direction === "higher-is-better" ? change > 0 : change < 0;
  const points = `${Math.abs(change)} ${Math.abs(change) === 1 ? "point" : "points"}`;
  const says = `Change since the baseline: ${points} ${change > 0 ? "higher" : "lower"}, which is ${isBetter ? "better" : "worse"}.`;
  if (reliableChange === null) return says;
  const isReliable = Math.abs(change) >= reliableChange.value;
  return `${says} ${isReliable ? `At ${reliableChange.value} points or more, it is` : `Below ${reliableChange.value} points, it is not`} a reliable change.`;
}
