import { fhirRules } from "../fhir/fhir-rules.ts";
import { scoringRules } from "../scoring/scoring-rules.ts";
import { submissionRules } from "../submission/submission-rules.ts";
import type { Attention } from "./attention.ts";
import type { Completeness } from "./completeness.ts";

/** What a practice can do. */
export const fixKinds = [
  "take-follow-ups",
  "send-referrals",
  "settle-contradictions",
  "correct-rejected",
  "send-corrected-events",
  "send-baselines",
] as const;

/** One thing to do: how many records it is about, what it brings, and what to do in words. */
export type Fix = {
  readonly what: (typeof fixKinds)[number];
  /** The instrument or the rule that it is about. */
  readonly about: string | null;
  readonly records: number;
  /** Pairs of a baseline and a follow-up that there would be besides; `null` where that cannot be told. */
  readonly pairsGained: number | null;
  readonly fix: string;
};

type Faults = {
  readonly completeness: Completeness;
  /** Follow-ups that would count if taken today, by instrument. */
  readonly takeable: ReadonlyMap<string, number>;
  readonly attention: readonly Attention[];
  /** Withdrawals that wait for an event of which no referral is known. */
  readonly waiting: number;
  readonly rejectedByRule: Readonly<Record<string, number>>;
};

/** What to do next, that which brings most pairs first; what brings nobody knows how many comes after it, the most records first. */
export function fixesFor({ completeness, takeable, attention, waiting: withdrawals, rejectedByRule }: Faults): readonly Fix[] {
  const lacking = attention.filter(({ lacksReferral }) => lacksReferral);
  const contradicting = attention.filter((one) => !one.lacksReferral && one.contradicting.length > 0);
  const waiting = attention.filter(({ lacksReferral, parkedCount }) => !lacksReferral && parkedCount > 0);
  const noBaseline = completeness.referrals - completeness.withBaseline;
  const fixes: readonly Fix[] = [
    ...[...takeable].map(([instrument, records]) => takeFollowUps(instrument, records)),
    {
      ...{ what: "send-referrals", about: null, records: sumOf(lacking, "parkedCount"), pairsGained: sumOf(lacking, "pairsGained") },
      fix: "send the referrals that these events belong to: `parked` names them",
    },
    {
      ...{ what: "settle-contradictions", about: null, pairsGained: sumOf(contradicting, "pairsGained") },
      records: contradicting.reduce((sum, one) => sum + one.contradicting.length, 0),
      fix: "withdraw all but one of the questionnaires that give different scores for the same day",
    },
    ...Object.entries(rejectedByRule).map(([rule, records]) => correctRejected(rule, records)),
    {
      ...{ what: "send-corrected-events", about: null, records: sumOf(waiting, "parkedCount") + withdrawals, pairsGained: null },
      fix: "send the events that these correct or withdraw, or withdraw the corrections",
    },
    {
      ...{ what: "send-baselines", about: null, records: noBaseline, pairsGained: null },
      fix: "send a questionnaire filled in from 14 days before to 28 days after the referral, where there is one: without it nothing can be compared",
    },
  ];
  return fixes.filter(({ records }) => records > 0).toSorted(byEffect);
}

function takeFollowUps(instrument: string, records: number): Fix {
  const fix = `have ${instrument} filled in again, or send it where it was: follow-ups-due names the referrals`;
  return { what: "take-follow-ups", about: instrument, records, pairsGained: records, fix };
}

function correctRejected(rule: string, records: number): Fix {
  const requirement = requirements[rule] ?? "the rule is met";
  return {
    what: "correct-rejected",
    about: rule,
    records,
    pairsGained: null,
    fix: `see to it that ${requirement}, and send these records again`,
  };
}

const requirements: Readonly<Record<string, string>> = {
  ...submissionRules,
  ...scoringRules,
  ...Object.fromEntries(Object.entries(fhirRules).map(([rule, { requires }]) => [rule, requires])),
};

function sumOf<Name extends "parkedCount" | "pairsGained">(list: readonly Pick<Attention, Name>[], name: Name): number {
  return list.reduce((sum, one) => sum + one[name], 0);
}

function byEffect(a: Fix, b: Fix): number {
  return (
    (b.pairsGained ?? -1) - (a.pairsGained ?? -1) || b.records - a.records || (`${a.what} ${a.about}` < `${b.what} ${b.about}` ? -1 : 1)
  );
}
