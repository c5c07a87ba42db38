import type { CivilDate } from "../civil-date.ts";
import type { AgeBand, ReferrerRole, Sex, Status } from "../events/event.ts";

/** The referral as the newest standing word on it says. Absent demographics are `unknown`, never guessed. */
export type Referral = {
  readonly practice: string;
  readonly referredOn: CivilDate;
  readonly referrerRole: ReferrerRole;
  readonly deliveredBy: string;
  /** As sent; `core/activity` maps it to the taxonomy. */
  readonly activity: string;
  readonly needs: readonly string[];
  readonly ageBand: AgeBand;
  readonly sex: Sex;
  readonly ethnicity: string;
  readonly imdQuintile: number | null;
};

/** One step of a referral on one day. */
export type Step = {
  readonly on: CivilDate;
  readonly status: Status;
  readonly activity: string | null;
  readonly reason: string | null;
};

/**
 * One score that counts, of one measure on one day: days with differing scores are void, equal ones are one. `instrument` is the measure's name:
 * an instrument's id, or that of one of its parts (`ons4:satisfied`); `measure-scores.ts` says which there are.
 */
export type Administration = { readonly instrument: string; readonly on: CivilDate; readonly score: number };

/** Why an event of the episode does not count at the moment. Of whom it is about, not of the events, come `opted-out` and `erased`: the fold gives neither. */
export type Standing = "used" | "superseded" | "withdrawn" | "parked" | "void-day" | "opted-out" | "erased";

/** One person's passage through the service, as the set of its events tells it. */
export type Episode = {
  /** `null` until a referral is known: everything else is then parked, visible and not counted. */
  readonly referral: Referral | null;
  readonly steps: readonly Step[];
  readonly administrations: readonly Administration[];
  /** How each event stands, by event id: received = used + superseded + withdrawn + parked + void. */
  readonly standings: Readonly<Record<string, Standing>>;
};
