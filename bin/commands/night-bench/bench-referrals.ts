import { addDays, monthsFrom } from "../../../core/civil-date.ts";
import { type Contribution, contribute } from "../../../core/episodes/contribution.ts";
import { foldEpisode } from "../../../core/episodes/fold-episode.ts";
import type { KeptEvent } from "../../../core/events/kept-event.ts";
import { type Ledger, ledgerOfEvents } from "../../../core/ledger.ts";
import type { OrganisationVersion } from "../../../core/organisations/organisation.ts";
import { randomOf } from "../../../core/simulation/random.ts";

/** How large a service is measured: referrals spread evenly over practices and over the months up to October 2026. */
export type BenchService = { readonly referrals: number; readonly practices: number; readonly months: number };

/** One referral of it: five events, and what they come to. */
export type BenchReferral = {
  readonly refKey: string;
  readonly events: readonly KeptEvent[];
  readonly contribution: Contribution;
  readonly tally: Ledger;
};

const roles = ["nurse", "gp", "gp", "link_worker", "self"] as const;
const activities = ["exercise", "arts", "gardening", "debt advice", "befriending"] as const;
const ages = ["25-34", "35-44", "45-54", "55-64", "65-74", "75-84"] as const;

/** Every referral, practice by practice and the same ones each time: recorded, started, PHQ-9 twice and GAD-7 once. */
export function* benchReferrals({ referrals, practices, months }: BenchService): Iterable<BenchReferral> {
  const calendar = monthsFrom(monthBack(months - 1), lastMonth);
  const random = randomOf(20_261_122);
  for (let number = 0; number < referrals; number++) {
    const place = number % practices;
    const month = calendar[Math.floor(number / practices) % months] ?? lastMonth;
    const base = { practice: practiceCode(place), referralId: `R${number}` };
    const referredOn = addDays(`${month}-01`, random.below(28));
    const before = 6 + random.below(16);
    const survey = (eventId: string, instrument: string, [days, total]: readonly [number, number]): KeptEvent => ({
      ...{ type: "survey.completed", ...base, eventId, instrument, completedOn: addDays(referredOn, days), total },
    });
    const events: readonly KeptEvent[] = [
      {
        ...{ type: "referral.recorded", ...base, eventId: `R${number}.r`, patient: { pid: `p${number}` }, referredOn },
        ...{
          referrerRole: pick(roles, random.below(5)),
          activity: pick(activities, random.below(5)),
          ageBand: pick(ages, random.below(6)),
        },
        ...{ sex: random.chance(0.6) ? "F" : "M", imdQuintile: 1 + random.below(5), ethnicity: random.chance(0.8) ? "A" : "H" },
      },
      { type: "referral.progressed", ...base, eventId: `R${number}.p`, on: addDays(referredOn, 10), status: "started" },
      survey(`R${number}.s1`, "phq-9", [3, before]),
      survey(`R${number}.s2`, "phq-9", [90, Math.max(0, before - 3 + random.below(6))]),
      survey(`R${number}.s3`, "gad-7", [3, random.below(21)]),
    ];
    const episode = foldEpisode(events);
    const contribution = contribute(episode);
    if (contribution === null) continue;
    yield { refKey: `ref${number}`, events, contribution, tally: ledgerOfEvents(events, episode.standings) };
  }
}

function pick<T>(list: readonly [T, ...T[]], place: number): T {
  return list[place] ?? list[0];
}

const lastMonth = "2026-10";

function monthBack(count: number): string {
  const months = 2026 * 12 + 9 - count;
  return `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, "0")}`;
}

const practiceCode = (place: number) => `V${String(10_000 + place).slice(-5)}`;
const practicesPerPcn = 5;
const practicesPerIcb = 150;

/** Practices in PCNs of five and ICBs of a hundred and fifty, as large as England's are. */
export function benchOrganisations({ practices }: BenchService): readonly OrganisationVersion[] {
  const stand = (code: string, level: OrganisationVersion["level"], parent: string | null): OrganisationVersion => ({
    ...{ code, level, kind: level, name: `${level} ${code}`, parent, validFrom: "2000-01-01", validTo: null, sample: true },
  });
  const pcnOf = (place: number) => `U${String(10_000 + Math.floor(place / practicesPerPcn)).slice(-5)}`;
  const icbOf = (place: number) => `Q${String(Math.floor(place / practicesPerIcb)).padStart(2, "0")}`;
  const places = Array.from({ length: practices }, (_, place) => place);
  return [
    stand("ENG", "england", null),
    ...[...new Set(places.map(icbOf))].map((code) => stand(code, "icb", "ENG")),
    ...[...new Map(places.map((place) => [pcnOf(place), icbOf(place)]))].map(([code, icb]) => stand(code, "pcn", icb)),
    ...places.map((place) => stand(practiceCode(place), "practice", pcnOf(place))),
  ];
}
