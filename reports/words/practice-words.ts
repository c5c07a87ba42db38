import type { DataQuality } from "../../core/practice/data-quality.ts";
import type { Fix } from "../../core/practice/fix-next.ts";
import type { FollowUpDue } from "../../core/practice/follow-ups-due.ts";
import { countText } from "./numbers.ts";

/** What an instrument is called; its id where nobody says. */
export type NameOf = (instrument: string) => string;

/** `1 referral`, `1,204 referrals`. */
export function counted(n: number, one: string, many = `${one}s`): string {
  return `${countText(n)} ${n === 1 ? one : many}`;
}

/** `31 of 64 (48 in 100)`; without the share where there is nothing to share. */
export function partText(part: number, whole: number): string {
  if (whole === 0) return "none";
  return `${countText(part)} of ${countText(whole)} (${Math.round((100 * part) / whole)} in 100)`;
}

/** The practice's own figure, and what it would be. */
export function pairsSentence({ pairs, completeness }: DataQuality): string {
  if (completeness.referrals === 0) return "No referral of the last two years is known, so nothing can be said of this practice.";
  const now = `${counted(pairs.now, "score before and after", "scores before and after")} can be compared`;
  const more = pairs.possible - pairs.now;
  return more === 0 ? `${now}.` : `${now}. There would be ${countText(more)} more if everything below were put right.`;
}

/** What to do, as its heading. */
export function fixTitle({ what, about, records }: Fix, nameOf: NameOf): string {
  switch (what) {
    case "take-follow-ups":
      return `Take ${counted(records, "follow-up")} of ${nameOf(about ?? "")}`;
    case "send-referrals":
      return `Send the referrals that ${counted(records, "record")} ${records === 1 ? "waits" : "wait"} for`;
    case "settle-contradictions":
      return `Settle ${counted(records, "questionnaire")} that contradict each other`;
    case "correct-rejected":
      return `Correct ${counted(records, "record")} that ${records === 1 ? "was" : "were"} rejected`;
    case "send-corrected-events":
      return `Send what ${counted(records, "correction or withdrawal", "corrections or withdrawals")} ${records === 1 ? "is" : "are"} about`;
    case "send-baselines":
      return `Send a first questionnaire for ${counted(records, "referral")}`;
  }
}

/** What to do, in a sentence. `requirement` is what a rejected record did not meet. */
export function fixSentence({ what, records }: Fix, requirement: string | null): string {
  switch (what) {
    case "take-follow-ups":
      return "Have the questionnaire filled in again, or send the answers where it was.";
    case "send-referrals":
      return "They are kept, but nobody knows to whom they belong until the referral itself is sent.";
    case "settle-contradictions":
      return "They give different scores for the same day, so neither counts. Withdraw all but the right one.";
    case "correct-rejected":
      return `What is required: ${requirement ?? "the rule is met"}. Put ${records === 1 ? "it" : "them"} right and send ${records === 1 ? "it" : "them"} again.`;
    case "send-corrected-events":
      return "Nothing is known of what they correct or withdraw. Send it, or withdraw them.";
    case "send-baselines":
      return "Without a questionnaire from 14 days before to 28 days after the referral nothing can be compared. Send it, where there is one.";
  }
}

/** What it would bring. */
export function fixEffect({ pairsGained }: Fix): string {
  if (pairsGained === null) return "What it brings cannot be told beforehand.";
  return `Brings ${counted(pairsGained, "score")} before and after.`;
}

/** How late a follow-up is: `23 days overdue`, `due today`, `due in 5 days`. */
export function lateText({ daysLate }: Pick<FollowUpDue, "daysLate">): string {
  if (daysLate === 0) return "due today";
  return daysLate > 0 ? `${counted(daysLate, "day")} overdue` : `due in ${counted(-daysLate, "day")}`;
}

/** The newest step of a referral: `did not attend`. */
export function statusText(status: string | null): string {
  return status === null ? "referred" : status.replaceAll("-", " ");
}

/** What is said of somebody who acknowledged a risk: who it was is in the records, not on the page. */
export function seenByText(by: string, reader: string): string {
  return by === reader ? "you" : "somebody else who speaks for the practice";
}

/** The delays after which things were received, in words. */
export const delayWords = {
  "within-7": "Within 7 days",
  "within-28": "Within 8 to 28 days",
  "within-90": "Within 29 to 90 days",
  "over-90": "After more than 90 days",
} as const;

/** What became of what was received, in words. */
export const ledgerWords = {
  used: "Counts",
  duplicate: "Sent before, counted once",
  superseded: "Replaced by something newer",
  rejected: "Rejected",
  parked: "Waits for something else",
  excluded: "Left out: withdrawn, contradicted, opted out or erased",
} as const;

/** The facts of a referral that may be left out, in words. */
export const factWords = {
  role: "Who referred",
  activity: "Activity",
  ageBand: "Age band",
  sex: "Sex",
  ethnicity: "Ethnicity",
  imdQuintile: "Deprivation of the neighbourhood",
} as const;
