import type { RiskFlagList } from "../../../core/practice/risk-flag-list.ts";
import type { RiskFlag } from "../../../core/practice/risk-flags.ts";
import { type Html, html } from "../../../reports/html/html.ts";
import { capital } from "../../../reports/words/capital.ts";
import { dateText } from "../../../reports/words/numbers.ts";
import { counted, type NameOf, seenByText } from "../../../reports/words/practice-words.ts";
import { table } from "./table.ts";

type Shown = {
  readonly name: string;
  readonly nameOf: NameOf;
  /** Where the form goes, and what it carries of the session. */
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
  /** Who reads. */
  readonly reader: string;
  /** What is wrong with the form that was sent. */
  readonly problem: string | null;
};

/** Answers that point to thoughts of self-harm: those that nobody has acknowledged, each with its button, and the others. */
export function riskPage({ flags, open }: RiskFlagList, shown: Shown): Html {
  const waiting = flags.filter(({ acknowledged }) => acknowledged === null);
  const lede =
    open === 0
      ? html`<p class="nhsuk-lede-text">No answer is waiting to be seen.</p><p>A zero is not reassurance: people do not always say what they think of.</p>`
      : html`<p class="nhsuk-lede-text">${counted(open, "answer points", "answers point")} to thoughts of self-harm, and nobody has said that ${open === 1 ? "it was" : "they were"} seen.</p><p>Acknowledge each once somebody is seeing to it. What was done belongs in the patient’s own record; here it is only noted who saw it, and when.</p>`;
  return html`${problemBox(shown.problem)}<h1 class="nhsuk-heading-l"><span class="nhsuk-caption-l">${shown.name}</span> Risk flags</h1>
${lede}${waiting.map((flag) => waitingFlag(flag, shown))}${seen(flags, shown)}`;
}

function problemBox(problem: string | null): Html | null {
  if (problem === null) return null;
  return html`<div class="nhsuk-error-summary" tabindex="-1" autofocus><div role="alert"><h2 class="nhsuk-error-summary__title nhsuk-error-summary__heading">There is a problem</h2><div class="nhsuk-error-summary__body"><p>${problem}</p></div></div></div>`;
}

function waitingFlag(flag: RiskFlag, { nameOf, action, hidden }: Shown): Html {
  const kept = Object.entries({ ...hidden, flag: flag.id }).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  const which = `referral ${flag.referralId}, ${nameOf(flag.instrument)} of ${dateText(flag.completedOn)}`;
  return html`<div class="act"><h2 class="nhsuk-heading-m act__title">Referral ${flag.referralId}</h2>
<p>${nameOf(flag.instrument)}, filled in on ${dateText(flag.completedOn)}. ${capital(flag.action ?? "")}.</p>
<form method="post" action="${action}">${kept}<button class="nhsuk-button" type="submit">Somebody is seeing to it<span class="nhsuk-u-visually-hidden">: ${which}</span></button></form></div>`;
}

function seen(flags: readonly RiskFlag[], { nameOf, reader }: Shown): Html | null {
  const rows = flags.flatMap(({ referralId, instrument, completedOn, acknowledged }) =>
    acknowledged === null
      ? []
      : [[referralId, nameOf(instrument), dateText(completedOn), dateText(acknowledged.at), seenByText(acknowledged.by, reader)]],
  );
  if (rows.length === 0) return null;
  return table({ id: "seen", caption: "Acknowledged", columns: ["Referral", "Questionnaire", "Filled in on", "Seen on", "Seen by"], rows });
}
