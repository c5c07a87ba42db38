import { addDays, type CivilDate } from "../civil-date.ts";
import type { ServiceEvent } from "../events/event.ts";
import type { OrganisationVersion } from "../organisations/organisation.ts";
import { defaultEffects, type TrueEffects } from "./instrument-model.ts";
import { type InventedReferral, inventReferral } from "./invented-referral.ts";
import { type InventedPractice, inventService } from "./invented-service.ts";
import { randomOf } from "./random.ts";
import { referralEvents } from "./referral-events.ts";
import { type Truth, truthCounter } from "./truth.ts";

export type SimulationOptions = {
  readonly referrals: number;
  readonly practices: number;
  readonly seed: number;
  /** The last day of which anything is known; referrals spread over the two years up to it. */
  readonly until: CivilDate;
  readonly effects?: TrueEffects;
};

/** One simulated referral: the truth of it, and what was sent about it. */
export type Simulated = { readonly referral: InventedReferral; readonly events: readonly ServiceEvent[] };

export type Simulation = {
  readonly organisations: readonly OrganisationVersion[];
  /** Referrals practice by practice, made as they are asked for; asked again, the same ones come. */
  readonly referrals: () => Iterable<Simulated>;
  /** The truth of all of them; walks through the referrals once. */
  readonly truth: () => Truth;
};

const daysCovered = 730;

/** A synthetic social prescribing service with a known truth. The same options give the same service, to the byte. */
export function simulate(options: SimulationOptions): Simulation {
  const service = inventService(options.practices, randomOf(options.seed));
  const referrals = () => referralsOf(options, service.practices);
  return { organisations: service.organisations, referrals, truth: () => truthOf(options, referrals()) };
}

function* referralsOf(options: SimulationOptions, practices: readonly InventedPractice[]): Iterable<Simulated> {
  const from = addDays(options.until, -daysCovered + 1);
  const effects = options.effects ?? defaultEffects;
  let number = 0;
  for (const [index, practice] of practices.entries()) {
    const random = randomOf(options.seed * 1_000_003 + index + 1);
    for (let left = shareOf(practice, index, practices, options.referrals); left > 0; left -= 1) {
      number += 1;
      const referral = inventReferral({ number, practice, from, until: options.until, effects }, random);
      yield { referral, events: referralEvents(referral, random) };
    }
  }
}

/** How many of the referrals are this practice's: by size, rounded so that all together they are exactly as many as asked for. */
function shareOf(practice: InventedPractice, index: number, practices: readonly InventedPractice[], referrals: number): number {
  const total = practices.reduce((sum, { size }) => sum + size, 0);
  const before = practices.slice(0, index).reduce((sum, { size }) => sum + size, 0);
  return Math.round((referrals * (before + practice.size)) / total) - Math.round((referrals * before) / total);
}

function truthOf({ seed, referrals, until, effects = defaultEffects }: SimulationOptions, all: Iterable<Simulated>): Truth {
  const counter = truthCounter();
  for (const { referral } of all) counter.add(referral);
  return { seed, referrals, from: addDays(until, -daysCovered + 1), until, effects, ...counter.counts() };
}
