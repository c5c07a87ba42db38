import type { FollowUpsDueList } from "../../../core/practice/follow-up-list.ts";
import type { FollowUpDue } from "../../../core/practice/follow-ups-due.ts";
import { type Html, html, nothing } from "../../../reports/html/html.ts";
import { dateText } from "../../../reports/words/numbers.ts";
import { counted, lateText, type NameOf, statusText } from "../../../reports/words/practice-words.ts";
import { table } from "./table.ts";

/** Follow-ups that a page shows; the file has all of them. */
const followUpsAtMost = 300;

/** Rows that stand open; those after them unfold, so that a telephone is not scrolled for minutes. */
const rowsOpen = 20;

/** Which referrals are due or overdue a follow-up of which questionnaire, the longest overdue first. */
export function followUpsPage(list: FollowUpsDueList, { site, name, nameOf }: { site: string; name: string; nameOf: NameOf }): Html {
  const { practice, asOf, daysAhead, due, overdue, followUps } = list;
  const csv = html`<p><a href="${site}/v1/practices/${practice}/follow-ups-due?format=csv" download>Download all of them as CSV</a></p>`;
  const lede = html`<p class="nhsuk-lede-text">${counted(overdue, "follow-up is", "follow-ups are")} overdue, and ${counted(due, "is", "are")} due within ${daysAhead} days.</p>`;
  return html`<h1 class="nhsuk-heading-l"><span class="nhsuk-caption-l">${name}</span> Follow-ups due</h1>
${followUps.length === 0 ? html`<p>No follow-up is due or overdue on ${dateText(asOf)}.</p>` : html`${lede}<p>Without a second score a referral says nothing about whether people were helped. A follow-up is due 90 days after the first questionnaire and counts from day 28 to day 365.</p>${csv}${lists(followUps, nameOf)}`}
<p><a href="${site}/fill-in">Fill one in here</a>, if your practice has no system to send with.</p>`;
}

/** Those that are overdue, and below them those that will be due. */
function lists(followUps: readonly FollowUpDue[], nameOf: NameOf): Html {
  const shown = followUps.slice(0, followUpsAtMost);
  const left = followUps.length - shown.length;
  const standings = (["overdue", "due"] as const).map((standing) => {
    const rows = inOneGo(shown.filter((one) => one.standing === standing));
    return rows.length === 0 ? nothing : unfolding(rows, { standing, nameOf });
  });
  return html`${standings}${left === 0 ? null : html`<p>${counted(left, "more is", "more are")} in the file.</p>`}`;
}

/** Follow-ups of one referral that are due on the same day: one visit, one row. They come one after another. */
function inOneGo(followUps: readonly FollowUpDue[]): readonly OneGo[] {
  const gone = Map.groupBy(followUps, ({ referralId, dueOn, status }) => JSON.stringify([referralId, dueOn, status]));
  return [...gone.values()].flatMap((those) =>
    those[0] === undefined ? [] : [{ ...those[0], instruments: those.map((one) => one.instrument) }],
  );
}

type OneGo = Omit<FollowUpDue, "instrument"> & { readonly instruments: readonly string[] };
type Listed = { readonly standing: FollowUpDue["standing"]; readonly nameOf: NameOf };

function unfolding(rows: readonly OneGo[], { standing, nameOf }: Listed): Html {
  const { heading, caption, more } = listWords[standing];
  const [open, folded] = [rows.slice(0, rowsOpen), rows.slice(rowsOpen)];
  const rest = html`<details class="nhsuk-details"><summary class="nhsuk-details__summary"><span class="nhsuk-details__summary-text">${more(folded.length)}</span></summary><div class="nhsuk-details__text">${tableOf(folded, { id: `${standing}-more`, caption: more(folded.length), nameOf })}</div></details>`;
  return html`<h2 class="nhsuk-heading-m">${heading}</h2>${tableOf(open, { id: standing, caption, nameOf })}${folded.length === 0 ? null : rest}`;
}

const listWords = {
  overdue: {
    heading: "Overdue",
    caption: "The longest overdue first",
    more: (n: number) => `The other ${counted(n, "referral", "referrals")} with an overdue follow-up`,
  },
  due: {
    heading: "Due soon",
    caption: "The soonest first",
    more: (n: number) => `The other ${counted(n, "referral", "referrals")} with a follow-up due soon`,
  },
} as const;

type Rows = { readonly id: string; readonly caption: string; readonly nameOf: NameOf };

function tableOf(rows: readonly OneGo[], { id, caption, nameOf }: Rows): Html {
  return table({
    id,
    caption,
    columns: ["Referral", "Questionnaires", "Standing", "Due on", "Counts until", "Last step"],
    rows: rows.map((one) => [
      one.referralId,
      namesOf(one.instruments.map(nameOf)),
      lateText(one),
      dateText(one.dueOn),
      dateText(one.closesOn),
      statusText(one.status),
    ]),
  });
}

/** Names one after another, none of them broken at its hyphen. */
function namesOf(names: readonly string[]): Html {
  return html`${names.map((name, at) => html`${at === 0 ? "" : ", "}<span class="cell--short">${name}</span>`)}`;
}
