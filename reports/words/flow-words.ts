import type { FlowTable, OutcomeReport, PlaceFrame } from "../../core/place-report.ts";
import { bothScoresPercent } from "./attrition.ts";
import { constructs, periodText } from "./construct-words.ts";
import { countText, shownText } from "./numbers.ts";

/** The title of the flow figure. */
export function flowTitle({ flow }: OutcomeReport): string {
  const percent = bothScoresPercent(flow);
  if (percent === null) return "The number of people with scores before and after is confidential here [c]";
  if (percent === 0) return "Nobody who was referred has scores before and after yet";
  const share = Math.round(percent);
  return `${share >= 50 ? "About" : "Only"} ${share} in every 100 people referred have scores before and after`;
}

/** What the note of the flow figure must say: how many are not due yet, and what everything later rests on. */
export function flowNote({ followedUp, notYetDue, overdue }: FlowTable): readonly string[] {
  const rest =
    followedUp.kind === "value"
      ? `Everything else on this page is about the ${countText(followedUp.value)} people at the last step.`
      : "Everything else on this page is about the people at the last step.";
  const due =
    notYetDue.kind === "value"
      ? `${countText(notYetDue.value)} people with a first score are not yet due another (90 days after the first).`
      : "How many people with a first score are not yet due another is confidential [c].";
  const late =
    overdue.kind === "value"
      ? `${countText(overdue.value)} were due one and have none.`
      : "How many were due one and have none is confidential [c].";
  return [`${rest} ${due} ${late}`];
}

/** The steps in order, as the figure and its table name them. */
export function flowSteps({ referred, accepted, started, baseline, followedUp }: FlowTable) {
  return [
    { id: "referred", label: "Referred", n: referred, loss: "" },
    { id: "accepted", label: "Accepted", n: accepted, loss: "not accepted" },
    { id: "started", label: "Started", n: started, loss: "did not start" },
    { id: "baseline", label: "First score", n: baseline, loss: "no first score" },
    { id: "followedUp", label: "Follow-up score", n: followedUp, loss: "no follow-up score" },
  ] as const;
}

/** People, period and measure. */
export function flowSubtitle({ outcome, measure }: OutcomeReport, place: PlaceFrame): string {
  return `People at each step, ${periodText(place.period)}, all referrers, ${measure.name} for ${constructs[outcome].title.toLowerCase()}`;
}

/** How the flow is read. */
export const howToReadFlow = "Each dark bar is the number of people at a step. What is grey or outlined is people who did not go on.";

/** The flow for a reader who cannot see it. */
export function flowAlt(flow: FlowTable): string {
  return `Flow of people. ${flowSteps(flow)
    .map(({ label, n }) => `${label}: ${shownText(n, countText)}`)
    .join(". ")}.`;
}

/** What the columns and the last rows of the table are called. */
export const flowColumns = ["Step", "People", "Of people referred"] as const;
export const flowRows = { notYetDue: "Not yet due a follow-up score", overdue: "Due a follow-up score and without one" } as const;

/** What branches and passages of the picture print. */
export const flowLabels = {
  goOn: (percent: number) => `${percent}% go on`,
  notAccepted: (n: string) => `${n} of them not accepted`,
  notYetDue: (n: string) => `${n} not yet due`,
  overdue: (n: string) => `${n} due and without one`,
} as const;

/** Why there is no picture. */
export function flowEmpty({ flow }: OutcomeReport): string {
  return flow.referred.kind === "value"
    ? "Nobody has been referred in this period yet. The figure appears after the first referrals have been sent."
    : "Fewer than eight people have been referred in this period. The figure appears when there are more.";
}
