import type { Instrument } from "../../../core/instruments/instrument.ts";
import type { RecordScore } from "../../../core/scoring/record-score.ts";
import { type Html, html } from "../../../reports/html/html.ts";
import { capitalised } from "./refusal-words.ts";

const zero = "A zero is not reassurance.";
const ask = "If anything the person says or does concerns you, ask them, and follow your procedure for risk today.";

/** What the question about self-harm asks of whoever reads the answer, now; nothing for an instrument that has none. */
export function riskWords({ risk, action }: RecordScore, { riskItem }: Instrument): Html | null {
  if (riskItem === null || risk === "not-applicable") return null;
  const question = `Question ${riskItem.item} (${riskItem.meaning})`;
  if (risk === "yes") {
    return html`<div class="act" role="alert" tabindex="-1" autofocus><h2 class="nhsuk-heading-m act__title">Act today</h2><p><strong>${capitalised(action ?? "follow your procedure for risk today")}.</strong></p><p>${question} was answered with something other than the lowest answer. This does not depend on the total.</p></div>`;
  }
  const found =
    risk === "no"
      ? `${question} was answered with the lowest answer. ${zero}`
      : `${question} is not known: it was left out, or a total was sent. That says nothing either way.`;
  const source = riskItem.note === undefined ? null : html`<p class="nhsuk-body-s notice">${capitalised(riskItem.note)}.</p>`;
  return html`<div class="nhsuk-warning-callout"><h2 class="nhsuk-warning-callout__label">Risk<span class="nhsuk-u-visually-hidden">:</span></h2><p>${found} ${ask}</p>${source}</div>`;
}
