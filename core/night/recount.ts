import type { CivilDate } from "../civil-date.ts";
import { activityOf } from "../episodes/activity.ts";
import type { Administration, Episode } from "../episodes/episode.ts";
import { lossReasonOf } from "../episodes/loss-reason.ts";
import { type BaseEvent, byRecording, type Content, isModifier, type KeptCorrection, type KeptEvent } from "../events/kept-event.ts";

/**
 * What one episode counts, worked out a second time: plainly, from the definitions, with none of the code that the night uses
 * (`core/episodes/contribution`, `core/episodes/pairing`). `verify --full` holds the two against each other.
 */
export function recount({ referral, steps, administrations }: Episode): readonly string[] {
  if (referral === null) return [];
  const last = steps.filter(({ activity }) => activity !== null).at(-1);
  const activity = activityOf(last?.activity ?? referral.activity);
  const keys = flowKeys(new Set<string>(steps.map(({ status }) => status))).map(
    (step) => `flow|${referral.referrerRole}|${activity}|${step}`,
  );
  const lost = steps.filter(({ status }) => status === "lost").at(-1);
  if (lost !== undefined) keys.push(`lost|${referral.referrerRole}|${activity}|${lossReasonOf(lost.reason)}`);
  for (const instrument of new Set(administrations.map((each) => each.instrument))) {
    const scores = administrations.filter((each) => each.instrument === instrument).sort((a, b) => days(a.on) - days(b.on));
    const baseline = scores.find(({ on }) => days(on) - days(referral.referredOn) >= -14 && days(on) - days(referral.referredOn) <= 28);
    if (baseline === undefined) continue;
    const followUp = scores.findLast(({ on }) => days(on) - days(baseline.on) >= 28 && days(on) - days(baseline.on) <= 365);
    keys.push(scoreKey(`${instrument}|${referral.referrerRole}|${activity}`, baseline, followUp));
    if (followUp !== undefined) keys.push(`days|${instrument}|${referral.referrerRole}|${days(followUp.on) - days(baseline.on)}`);
    const { ageBand, sex, imdQuintile, ethnicity } = referral;
    const [age, imd] = [`age|${ageBand}`, `imd|${imdQuintile ?? "unknown"}`];
    for (const level of [age, `sex|${sex}`, imd, `ethnicity|${ethnicity}`])
      keys.push(`equity|${instrument}|${level}|${baseline.score}|${followUp?.score ?? "-"}|${referral.referrerRole}`);
    const who = [age, `sex|${sex}`, imd, `activity|${activity}`].map((level) => level.replace("|", "="));
    for (const [a, b] of [
      [0, 1],
      [0, 2],
      [0, 3],
      [1, 2],
      [1, 3],
      [2, 3],
    ] as const)
      keys.push(`cross|${instrument}|${referral.referrerRole}|${followUp === undefined ? "-" : "+"}|${who[a]}|${who[b]}`);
  }
  return keys;
}

/**
 * Where somebody stood whose every referral is withdrawn; `null` for everybody else. A second time as well: event by event, and not by folding them without what
 * withdrew the referral.
 */
export function recountGone(events: readonly KeptEvent[]): { readonly code: string; readonly month: string } | null {
  const isHeld = ({ eventId }: KeptEvent): boolean =>
    !events.some((by) => by.type === "event.withdrawn" && by.withdraws === eventId && isHeld(by));
  const correctionOf = (told: BaseEvent, of: string) =>
    events
      .flatMap((by) => (by.type === "event.corrected" && by.corrects === of && by.event.referralId === told.referralId ? [by] : []))
      .filter(isHeld)
      .sort(byRecording)
      .at(-1);
  const stood = events.flatMap((event) => (isModifier(event) ? [] : [event])).sort(byRecording);
  const referrals = stood.flatMap((told) => {
    let [content, by]: [Content, KeptCorrection | undefined] = [told, correctionOf(told, told.eventId)];
    while (by !== undefined) [content, by] = [by.event, correctionOf(told, by.eventId)];
    return content.type === "referral.recorded" ? [{ content, isHeld: isHeld(told) }] : [];
  });
  const [first] = referrals;
  if (first === undefined || referrals.some((each) => each.isHeld)) return null;
  return { code: first.content.practice, month: first.content.referredOn.slice(0, 7) };
}

function flowKeys(seen: ReadonlySet<string>): readonly string[] {
  const began = seen.has("started") || seen.has("attended") || seen.has("completed");
  const keys = ["referred"];
  if (began || seen.has("accepted")) keys.push("accepted");
  if (!began && seen.has("declined")) keys.push("declined");
  if (began) keys.push("started");
  if (seen.has("completed")) keys.push("completed");
  if (seen.has("lost")) keys.push("lost");
  return keys;
}

function scoreKey(who: string, baseline: Administration, followUp: Administration | undefined): string {
  if (followUp !== undefined) return `pair|${who}|${baseline.score}|${followUp.score}`;
  const due = new Date(days(baseline.on) * 86_400_000 + 90 * 86_400_000).toISOString().slice(0, 7);
  return `single|${who}|${baseline.score}|${due}`;
}

function days(date: CivilDate): number {
  return Date.parse(`${date}T00:00:00Z`) / 86_400_000;
}
