import type { Level } from "./organisations/organisation.ts";
import type { Estimate, Shown } from "./shown.ts";

/** Where a place stands to the limits: inside both, beyond the inner ones (95%), or beyond the outer ones (99.8%). */
export type FunnelStanding = "within" | "between" | "above" | "below";

/** One place of a funnel, as its own page shows it. */
export type FunnelPoint = {
  /** `null` where readers of this page may not open the place's own page. */
  readonly name: string | null;
  readonly n: Shown;
  /** Per cent of people with both scores who improved, with Wilson's interval. */
  readonly improved: Estimate;
  /** From the numbers as they are shown; `null` where one of them is not, or where there are no limits. */
  readonly standing: FunnelStanding | null;
};

/** The limits for a place with so many people, in per cent. */
export type FunnelLine = {
  readonly n: number;
  readonly lower998: number;
  readonly lower95: number;
  readonly upper95: number;
  readonly upper998: number;
};

/** Places by size and by the share who improved, in no order of merit, with the range that chance would give. */
export type FunnelTable = {
  /** Places beside each other, or one practice alone, which is shown no neighbours. */
  readonly of: "places" | "own";
  /** What the points are. */
  readonly level: Level;
  readonly points: readonly FunnelPoint[];
  /** Places whose numbers are not shown; they count towards the limits. */
  readonly hidden: number;
  /** `null` below five places, or where all improved or none did: then nothing is expected of anybody. */
  readonly chart: null | {
    /** Per cent of everybody. */
    readonly target: number;
    /** How far places differ beyond chance: variance on the scale of asin √p. */
    readonly tau2: number;
    /** Limits from few people to many. */
    readonly lines: readonly FunnelLine[];
  };
};
