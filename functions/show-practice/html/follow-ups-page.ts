import type { FollowUpsDueList } from "../../../core/practice/follow-up-list.ts";
import type { FollowUpDue } from "../../../core/practice/follow-ups-due.ts";
import { type Html, html } from "../../../reports/html/html.ts";
import { dateText } from "../../../reports/words/numbers.ts";
import { counted, lateText, type NameOf, statusText } from "../../../reports/words/practice-words.ts";
import { table } from "./table.ts";

/** Rows that a page shows; the file has all of them. */
const rowsAtMost = 300;

/** Which referrals are due or overdue a follow-up of which questionnaire, the longest overdue first. */
export function followUpsPage(list: FollowUpsDueList, { site, name, nameOf }: { site: string; name: string; nameOf: NameOf }): Html {
  const { practice, asOf, daysAhead, due, overdue, followUps } = list;
  const csv = html`<p><a href="${site}/v1/practices/${practice}/follow-ups-due?format=csv" download>Download all of them as CSV</a></p>`;
  const lede = html`<p class="nhsuk-lede-text">${counted(overdue, "follow-up is", "follow-ups are")} overdue, and ${counted(due, "is", "are")} due within ${daysAhead} days.</p>`;
  return html`<h1 class="nhsuk-heading-l"><span class="nhsuk-caption-l">${name}</span> Follow-ups due</h1>
${followUps.length === 0 ? html`<p>No follow-up is due or overdue on ${dateText(asOf)}.</p>` : html`${lede}<p>Without a second score a referral says nothing about whether people were helped. A follow-up is due 90 days after the first questionnaire and counts from day 28 to day 365.</p>${csv}${rows(followUps, nameOf)}`}
<p><a href="${site}/fill-in">Fill one in here</a>, if your practice has no system to send with.</p>`;
}

function rows(followUps: readonly FollowUpDue[], nameOf: NameOf): Html {
  const shown = followUps.slice(0, rowsAtMost);
  const caption = shown.length < followUps.length ? `The first ${rowsAtMost} of ${followUps.length}` : "By how long they are overdue";
  return table({
    id: "due",
    caption,
    columns: ["Referral", "Questionnaire", "Standing", "Due on", "Counts until", "Last step"],
    rows: shown.map((one) => [
      one.referralId,
      nameOf(one.instrument),
      lateText(one),
      dateText(one.dueOn),
      dateText(one.closesOn),
      statusText(one.status),
    ]),
  });
}
