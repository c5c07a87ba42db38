import { type Random, randomOf } from "./random.ts";

/** How a simulated service comes about: what is true of it, and how its records may mislead. Points are PHQ-9's, negative is improvement. */
export type KnownService = {
  readonly name: string;
  readonly practices: number;
  readonly people: number;
  /** What a nurse's referral adds to everybody's follow-up. */
  readonly effect: number;
  /** How far that differs between practices (SD), and how far practices' follow-ups differ (SD). */
  readonly effectSpread: number;
  readonly practiceSpread: number;
  /** How much likelier nurses are, in log odds for each SD, to refer people whose baseline is higher. */
  readonly byBaseline: number;
  /** The same for what nobody records, which raises the follow-up by 2 points for each SD. */
  readonly byHidden: number;
  /** How much likelier nurse referrals are to go missing, in log odds for each SD of a worse follow-up. */
  readonly missingWorse: number;
};

const plain: KnownService = {
  name: "nothing happens",
  practices: 30,
  people: 600,
  effect: 0,
  effectSpread: 0,
  practiceSpread: 0.5,
  byBaseline: 0,
  byHidden: 0,
  missingWorse: 0,
};

/** The services whose truth the methods are tried on. */
export const knownServices: readonly KnownService[] = [
  plain,
  { ...plain, name: "nothing, confounded by what is recorded", byBaseline: 1 },
  { ...plain, name: "nothing, confounded by what is not recorded", byHidden: 1 },
  { ...plain, name: "nothing, the worse off among nurse referrals go missing", missingWorse: 1.5 },
  { ...plain, name: "nurse referrals do 2 points better", effect: -2 },
  {
    ...plain,
    name: "nothing on average, but the difference varies between 12 practices",
    practices: 12,
    effectSpread: 2,
    practiceSpread: 2,
  },
];

const header =
  "practice,pcn,icb,patient,referral_id,referral_date,referrer_role,activity,age_band,sex,imd_quintile,instrument,survey_date,score";

/** One such service as a long file, with the mean true difference of its nurse referrals after rounding to the scale. */
export function simulateKnown(service: KnownService, seed: number): { readonly csv: string; readonly truth: number } {
  const random = randomOf(seed);
  const practices = Array.from({ length: service.practices }, () => ({
    level: service.practiceSpread * random.normal(),
    effect: service.effect + service.effectSpread * random.normal(),
    nurses: random.normal() * 0.7,
  }));
  const lines = [header];
  const known = { sum: 0, nurses: 0 };
  for (let number = 0; number < service.people; number++) {
    const place = number % service.practices;
    const person = simulatePerson(service, practices[place] ?? { level: 0, effect: 0, nurses: 0 }, random);
    if (person.nurse) {
      known.nurses++;
      known.sum += person.asNurse - person.asOther;
    }
    const who = `P${place},U1,Q1,N${number},R${number},2025-01-06,${person.nurse ? "nurse" : "gp"},${person.activity},45-59,${person.sex},${person.quintile},PHQ9`;
    lines.push(`${who},2025-01-08,${person.baseline}`);
    if (person.heardFrom) lines.push(`${who},2025-04-08,${person.nurse ? person.asNurse : person.asOther}`);
  }
  return { csv: lines.join("\n"), truth: known.nurses === 0 ? 0 : known.sum / known.nurses };
}

type Practice = { readonly level: number; readonly effect: number; readonly nurses: number };

function simulatePerson(service: KnownService, practice: Practice, random: Random) {
  const [severity, hidden] = [random.normal(), random.normal()];
  const quintile = 1 + random.below(5);
  const baseline = onScale(14 + 4 * severity + 2 * random.normal());
  const standing = (baseline - 14) / 4.5;
  const nurse = random.chance(logistic(-0.4 + practice.nurses + service.byBaseline * standing + service.byHidden * hidden));
  const expected = 11.5 + 2.6 * severity + practice.level + 2 * hidden - 0.3 * (quintile - 3);
  const after = expected + 3 * random.normal();
  const [asOther, asNurse] = [onScale(after), onScale(after + practice.effect)];
  const worse = ((nurse ? asNurse : asOther) - 11.5) / 4.5;
  const lost = random.chance(logistic(-1 + (nurse ? service.missingWorse * worse : 0)));
  return {
    nurse,
    baseline,
    asNurse,
    asOther,
    quintile,
    heardFrom: !lost,
    sex: random.chance(0.6) ? "F" : "M",
    activity: random.pick([
      ["art", 0.4],
      ["walk", 0.35],
      ["debt", 0.25],
    ]),
  };
}

function onScale(score: number): number {
  return Math.min(27, Math.max(0, Math.round(score)));
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
