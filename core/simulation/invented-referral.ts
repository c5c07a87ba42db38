import { addDays, type CivilDate, daysBetween } from "../civil-date.ts";
import type { Status } from "../events/event.ts";
import type { TrueEffects } from "./instrument-model.ts";
import { type InventedPerson, inventPerson } from "./invented-person.ts";
import { type InventedScores, inventScores } from "./invented-scores.ts";
import type { InventedPractice } from "./invented-service.ts";
import type { Random } from "./random.ts";

/** One referral with all that became of it: the truth, before anybody writes events about it. */
export type InventedReferral = {
  readonly number: number;
  readonly practice: string;
  readonly referredOn: CivilDate;
  readonly person: InventedPerson;
  readonly steps: readonly InventedStep[];
  readonly scores: readonly InventedScores[];
};

/** One step on its day; whoever was lost mostly was for a reason that somebody noted. */
export type InventedStep = { readonly on: CivilDate; readonly status: Status; readonly reason?: string };

export type ReferralRequest = {
  readonly number: number;
  readonly practice: InventedPractice;
  readonly from: CivilDate;
  /** The last day of which anything is known. */
  readonly until: CivilDate;
  readonly effects: TrueEffects;
};

/** One referral and its life. One in eight decline (Bu et al. 2025: 22% in 2019, 12% in 2023); follow-up is lost more often where people are worse. */
export function inventReferral(request: ReferralRequest, random: Random): InventedReferral {
  const { number, practice, from, until, effects } = request;
  const referredOn = addDays(from, random.below(daysBetween(from, until) + 1));
  const person = inventPerson(practice, random);
  const declined = random.chance(0.13);
  const started = !declined && random.chance(person.imdQuintile === 1 ? 0.78 : 0.85);
  const lost = started && random.chance(0.12 + (person.severity > 1 ? 0.1 : 0));
  const known = (step: { on: CivilDate }) => step.on <= until;
  const steps = stepsOf({ referredOn, declined, started, lost }, random)
    .filter(known)
    .map((step) => withReason(step, number));
  const scores = scoresOf(
    { person, practice, effects, referredOn, asked: random.chance(started ? 0.84 : 0.25) && !declined, lost },
    random,
  );
  return { number, practice: practice.code, referredOn, person, steps, scores: scores.flatMap((score) => knownBy(score, until)) };
}

// by the number of the referral, so that saying why takes no chance away from anything else
const reasons = ["no contact", "no contact", "did not attend", "moved away", "too unwell", "no longer wanted", null, "lost the leaflet"];

function withReason(step: InventedStep, number: number): InventedStep {
  const reason = reasons[number % reasons.length] ?? null;
  return step.status === "lost" && reason !== null ? { ...step, reason } : step;
}

type Path = { referredOn: CivilDate; declined: boolean; started: boolean; lost: boolean };

function stepsOf({ referredOn, declined, started, lost }: Path, random: Random): { on: CivilDate; status: Status }[] {
  const answeredOn = addDays(referredOn, 1 + random.below(14));
  if (declined) return [{ on: answeredOn, status: "declined" }];
  const steps: { on: CivilDate; status: Status }[] = [{ on: answeredOn, status: "accepted" }];
  if (!started) return steps;
  const startedOn = addDays(answeredOn, 3 + random.below(21));
  steps.push({ on: startedOn, status: "started" });
  if (lost) steps.push({ on: addDays(startedOn, 20 + random.below(60)), status: "lost" });
  else if (random.chance(0.6)) steps.push({ on: addDays(startedOn, 60 + random.below(60)), status: "completed" });
  return steps;
}

type Asking = {
  person: InventedPerson;
  practice: InventedPractice;
  effects: TrueEffects;
  referredOn: CivilDate;
  asked: boolean;
  lost: boolean;
};

function scoresOf({ person, practice, effects, referredOn, asked, lost }: Asking, random: Random): readonly InventedScores[] {
  if (!asked) return [];
  const baselineOn = addDays(referredOn, random.below(26) - 4);
  const heardFrom = !lost && random.chance(0.6 + followUpTilt(person));
  const followUpOn = heardFrom ? addDays(baselineOn, 56 + random.below(110)) : null;
  return inventScores({ person, practice, effects, baselineOn, followUpOn }, random);
}

/** Missing follow-ups are not missing at random: those worse off and in more deprived areas are heard from less. */
function followUpTilt({ role, imdQuintile, severity }: InventedPerson): number {
  return (role === "nurse" ? 0.05 : 0) - (imdQuintile === 1 ? 0.06 : 0) - 0.04 * severity;
}

function knownBy(scores: InventedScores, until: CivilDate): readonly InventedScores[] {
  if (scores.baseline.on > until) return [];
  return [{ ...scores, followUp: scores.followUp !== null && scores.followUp.on <= until ? scores.followUp : null }];
}
