import { daysBetween, type Month } from "../civil-date.ts";
import { type Contribution, contribute, type FlowStep } from "../episodes/contribution.ts";
import { resolveModifiers } from "../episodes/episode-modifiers.ts";
import { foldEpisode } from "../episodes/fold-episode.ts";
import type { KeptEvent } from "../events/kept-event.ts";
import type { Registry } from "../instruments/registry.ts";
import { placesAbove } from "../night/pinned-organisations.ts";
import type { OrganisationSnapshot } from "../organisations/organisation.ts";

/** One measure on one day of a referral, counted from the day of the referral. */
export type DatasetSurvey = { readonly measure: string; readonly day: number; readonly score: number };

/** A referral as a dataset may hold it: no date finer than the month of the referral, no identifier that holds outside the project. */
export type DatasetReferral = {
  /** Keyed anew for the project: the same person, and the same referral, within it and nowhere else. */
  readonly person: string;
  readonly referral: string;
  readonly practice: string;
  readonly pcn: string;
  readonly icb: string;
  readonly month: Month;
  readonly role: string;
  readonly deliveredBy: string;
  readonly activity: string;
  readonly ageBand: string;
  readonly sex: string;
  readonly ethnicity: string;
  readonly imdQuintile: number | null;
  readonly steps: readonly FlowStep[];
  /** Sessions attended; `null` where no step of the referral was ever told. */
  readonly sessions: number | null;
  /** In the order of measure and day. */
  readonly surveys: readonly DatasetSurvey[];
};

/** What a person or a referral is called within one project. */
export type ProjectPseudonyms = {
  readonly person: (pid: string) => string;
  readonly referral: (practice: string, refKey: string) => string;
};

export type ReferralReading = {
  readonly pseudonyms: ProjectPseudonyms;
  readonly organisations: OrganisationSnapshot["organisations"];
  readonly registry: Registry;
  /** Whether the referral counts: one of a person who opted out, or who asked for erasure, does not. */
  readonly counts: (contribution: Contribution, refKey: string) => boolean;
};

type Sent = { readonly key: { readonly practice: string; readonly refKey: string }; readonly events: readonly KeptEvent[] };

/** A referral as a dataset may hold it, or `null` where none is known or it does not count. */
export function datasetReferral(
  { key, events }: Sent,
  { pseudonyms, organisations, registry, counts }: ReferralReading,
): DatasetReferral | null {
  const episode = foldEpisode(events, registry);
  const contribution = contribute(episode);
  const pid = standingPerson(events);
  if (contribution === null || episode.referral === null || pid === null || !counts(contribution, key.refKey)) return null;
  const { referredOn } = episode.referral;
  const above = placesAbove(organisations, contribution.practice);
  const { practice, month, role, deliveredBy, activity, ageBand, sex, ethnicity, imdQuintile, steps } = contribution;
  return {
    person: pseudonyms.person(pid),
    referral: pseudonyms.referral(key.practice, key.refKey),
    ...{ practice, month, role, deliveredBy, activity, ageBand, sex, ethnicity, imdQuintile, steps },
    pcn: above.find(({ level }) => level === "pcn")?.code ?? "unknown",
    icb: above.find(({ level }) => level === "icb")?.code ?? "unknown",
    sessions: episode.steps.length === 0 ? null : episode.steps.filter(({ status }) => status === "attended").length,
    surveys: episode.administrations.map(({ instrument, on, score }) => ({ measure: instrument, day: daysBetween(referredOn, on), score })),
  };
}

/** The person of the referral that stands: the earliest, as its newest standing word has it. */
function standingPerson(events: readonly KeptEvent[]): string | null {
  for (const { content } of resolveModifiers(events).facts) if (content.type === "referral.recorded") return content.patient.pid;
  return null;
}
