import type { Administration } from "../../../core/episodes/episode.ts";
import type { Instrument } from "../../../core/instruments/instrument.ts";
import type { Registry } from "../../../core/instruments/registry.ts";
import { bandOf } from "../../../core/scoring/scoring-verdicts.ts";
import { type Html, html } from "../../../reports/html/html.ts";
import { dateText } from "../../../reports/words/numbers.ts";
import type { KnownReferral } from "../find-referral.ts";
import { mannerOf } from "../survey-event.ts";

/** A referral: what was measured so far, and the questionnaires that can be filled in. */
export function referralPage(referral: KnownReferral, { root, registry }: { root: string; registry: Registry }): Html {
  const at = `${root}/referrals/${referral.practice}/${referral.refKey}`;
  const all = [...registry.values()];
  const link = ({ id, name, construct }: Instrument) =>
    html`<li><a href="${at}/${id}">${name}</a> <span class="notice">${construct.replaceAll("-", " ")}</span></li>`;
  const listed = (manner: "questions" | "total") =>
    all.filter((instrument) => mannerOf(instrument, referral.practice) === manner).map(link);
  return html`<h1 class="nhsuk-heading-l"><span class="nhsuk-caption-l">Practice ${referral.practice}</span> Referral ${referral.reference}</h1>
<p>Referred on ${dateText(referral.referredOn)}.</p>
${scoresSoFar(referral.administrations, registry)}
<h2 class="nhsuk-heading-m">Fill in a questionnaire</h2><ul class="nhsuk-list two-lists">${listed("questions")}</ul>
<h2 class="nhsuk-heading-m">Enter a total</h2><p>The questions of these may not be shown here: use your own copy of the form.</p><ul class="nhsuk-list two-lists">${listed("total")}</ul>`;
}

function scoresSoFar(administrations: readonly Administration[], registry: Registry): Html {
  if (administrations.length === 0) return html`<p>No answers have been sent for it yet. The first ones are its baseline.</p>`;
  const rows = administrations.map(({ instrument, on, score }) => {
    const measure = measureNamed(instrument, registry);
    return html`<tr class="nhsuk-table__row"><th scope="row" class="nhsuk-table__header">${measure.name}</th><td class="nhsuk-table__cell">${dateText(on)}</td><td class="nhsuk-table__cell nhsuk-table__cell--numeric">${score}</td><td class="nhsuk-table__cell">${measure.band(score) ?? ""}</td></tr>`;
  });
  return html`<div class="scroll" role="region" aria-labelledby="scores" tabindex="0"><table class="nhsuk-table"><caption class="nhsuk-table__caption nhsuk-table__caption--m" id="scores">Scores so far</caption><thead class="nhsuk-table__head"><tr><th scope="col" class="nhsuk-table__header">Measure</th><th scope="col" class="nhsuk-table__header">Day</th><th scope="col" class="nhsuk-table__header nhsuk-table__header--numeric">Score</th><th scope="col" class="nhsuk-table__header">Band</th></tr></thead><tbody class="nhsuk-table__body">${rows}</tbody></table></div>`;
}

/** A measure by the name it is followed under: an instrument, or one part of it. */
function measureNamed(measure: string, registry: Registry): { readonly name: string; readonly band: (score: number) => string | null } {
  const [id = "", part] = measure.split(/[:@]/);
  const instrument = registry.get(id);
  const subscale = instrument?.subscales.find((one) => one.id === part);
  if (instrument === undefined) return { name: measure, band: () => null };
  if (subscale === undefined) return { name: instrument.name, band: (score) => bandOf(instrument, score) };
  return { name: `${instrument.name}: ${subscale.name}`, band: (score) => bandOf(subscale, score) };
}
