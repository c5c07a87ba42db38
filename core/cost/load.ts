/** How much the service has to do. */
export type Load = {
  /** Referrals a year. */
  readonly referrals: number;
  /** Questionnaires and other events for each referral. */
  readonly eventsPerReferral: number;
  /** Years of events that are kept. */
  readonly years: number;
};

/** The three loads that the architecture was costed for, all of England's social prescribing between a slow and a fast future. */
export const loads = {
  low: { referrals: 1_000_000, eventsPerReferral: 3, years: 10 },
  middle: { referrals: 2_000_000, eventsPerReferral: 4.5, years: 10 },
  high: { referrals: 3_000_000, eventsPerReferral: 6, years: 10 },
} as const satisfies Record<string, Load>;

/** What a load comes to. */
export type Demand = {
  readonly eventsAMonth: number;
  readonly storedGigabytes: number;
  /** Practice-months with something new, each night. */
  readonly changedUnits: number;
};

const monthsAYear = 12;
const nightsAMonth = 30;
const bytesOfEvent = 600;
const bytesOfEpisode = 800;
const bytesOfOverhead = 100;
/** Three events of four are alone in their practice-month that day. */
const unitsPerEvent = 0.75;
export const practices = 6300;
/** No night can change more: ten years of months of every practice. */
const mostUnits = practices * 120;

/** What a load asks of the stores and of each night. */
export function demandOf({ referrals, eventsPerReferral, years }: Load): Demand {
  const eventsAYear = referrals * (1 + eventsPerReferral);
  const eventsAMonth = eventsAYear / monthsAYear;
  const episodes = referrals * years;
  const events = eventsAYear * years;
  const items = events + episodes * 2;
  return {
    eventsAMonth,
    storedGigabytes: (events * bytesOfEvent + episodes * bytesOfEpisode + items * bytesOfOverhead) / 1e9,
    changedUnits: Math.min((eventsAMonth / nightsAMonth) * unitsPerEvent, mostUnits),
  };
}
