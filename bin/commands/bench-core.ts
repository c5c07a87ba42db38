import { addDays } from "../../core/civil-date.ts";
import { foldEpisode } from "../../core/episodes/fold-episode.ts";
import { type KeptEvent, keptEvent } from "../../core/events/kept-event.ts";
import { scoreSurvey } from "../../core/scoring/score-survey.ts";

/** One line of `hearten bench`: a figure, and how it compares with its peer in the same run. */
export type BenchRow = {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The time of this work over the time of the peer's, on the same events. */
  readonly ratio: number | null;
  readonly peer: string;
};

/** A clock in milliseconds. */
export type Stopwatch = () => number;

const peer = "JSON.parse of the same events";
const repeats = 5;

/** Events parsed, scored and folded a second on one core. The best of five runs counts: the others were disturbed. */
export function benchCore(referrals = 5_000, now: Stopwatch = () => performance.now()): readonly BenchRow[] {
  const episodes = Array.from({ length: referrals }, (_, index) => eventsOf(index));
  const events = episodes.flat();
  const lines = events.map((event) => JSON.stringify(event));
  const surveys = events.flatMap((event) => (event.type === "survey.completed" ? [event] : []));
  const surveyLines = surveys.map((event) => JSON.stringify(event));

  const parsed = best(now, () => lines.forEach((line) => void JSON.parse(line)));
  const surveysParsed = best(now, () => surveyLines.forEach((line) => void JSON.parse(line)));
  const checked = best(now, () => events.forEach((event) => void keptEvent.parse(event)));
  const scored = best(now, () => surveys.forEach((survey) => void scoreSurvey(survey)));
  const folded = best(now, () => episodes.forEach((episode) => void foldEpisode(episode)));
  return [
    { name: "events parsed from JSON", value: rate(events.length, parsed), unit: "events/s", ratio: 1, peer },
    { name: "events checked against the schema", value: rate(events.length, checked), unit: "events/s", ratio: checked / parsed, peer },
    { name: "questionnaires scored", value: rate(surveys.length, scored), unit: "events/s", ratio: scored / surveysParsed, peer },
    { name: "events folded into episodes", value: rate(events.length, folded), unit: "events/s", ratio: folded / parsed, peer },
  ];
}

function best(now: Stopwatch, work: () => void): number {
  const times = Array.from({ length: repeats }, () => {
    const start = now();
    work();
    return now() - start;
  });
  return Math.max(Math.min(...times), Number.EPSILON);
}

function rate(count: number, milliseconds: number): number {
  return Math.round((count / milliseconds) * 1000);
}

/** A referral with a step and two administrations each of PHQ-9 and GAD-7: the same for the same index. */
function eventsOf(index: number): readonly KeptEvent[] {
  const referralId = `R${index}`;
  const referredOn = addDays("2024-01-01", index % 700);
  const base = { practice: "A81001", referralId };
  const survey = (name: string, items: number, day: number): KeptEvent => ({
    type: "survey.completed",
    eventId: `${name}-${index}-${day}`,
    ...base,
    instrument: name,
    completedOn: addDays(referredOn, day),
    items: Array.from({ length: items }, (_, item) => (index * 7 + item * 5 + day) % 4),
  });
  return [
    {
      type: "referral.recorded",
      eventId: `r-${index}`,
      ...base,
      patient: { pid: `p${index}` },
      referredOn,
      referrerRole: "nurse",
      activity: "gardening",
    },
    { type: "referral.progressed", eventId: `s-${index}`, ...base, on: addDays(referredOn, 10), status: "started" },
    survey("phq-9", 9, 2),
    survey("gad-7", 7, 2),
    survey("phq-9", 9, 95),
    survey("gad-7", 7, 95),
  ];
}
