import * as z from "zod";
import { levels } from "./organisations/organisation.ts";

/** Why a number is there, or is not: suppressed, missing and not-applicable are three things, and none of them is zero. */
export const feedStatuses = ["shown", "unreliable", "suppressed", "missing", "not-applicable"] as const;

const month = z.string().regex(/^\d{4}-\d{2}$/);

/** One published number: of which table, of whom, what it is, and the 95% interval where it has one. */
export const feedRecord = z
  .strictObject({
    table: z.string().meta({ description: "The figure that shows it, by its id; `evaluations` for the main result of every comparison." }),
    outcome: z.string().meta({ description: "What was measured; a measure that stands for no outcome is here by its own id." }),
    instrument: z.string(),
    group: z.string(),
    statistic: z.string(),
    unit: z.enum(["people", "points", "per cent", "percentage points", "standard deviations"]),
    value: z.number().nullable(),
    lower: z.number().nullable(),
    upper: z.number().nullable(),
    status: z.enum(feedStatuses),
  })
  .meta({ id: "OutcomeNumber", description: "One published number of a place; null where it is not shown, and status says why." });

/** All numbers that one place publishes, after disclosure control. */
export const outcomesFeed = z
  .strictObject({
    place: z.strictObject({ level: z.enum(levels), code: z.string(), name: z.string() }),
    sample: z.boolean().meta({ description: "True where people and organisations are invented." }),
    period: z.strictObject({ from: month, to: month }),
    asOf: z.iso.date(),
    suppression: z.strictObject({ profile: z.string(), words: z.string() }),
    provenance: z.record(z.string(), z.union([z.string(), z.number()])),
    licence: z.string(),
    numbers: z.array(feedRecord),
  })
  .meta({ id: "Outcomes", description: "Every number that a place's pages show, as rows." });

/** The places that somebody may read, and where the numbers of each are. */
export const outcomePlaces = z
  .strictObject({
    generation: z.int(),
    places: z.array(z.strictObject({ level: z.enum(levels), code: z.string(), name: z.string(), href: z.string() })),
  })
  .meta({ id: "OutcomePlaces", description: "The live generation, and the places of it that the reader may see." });

export type FeedRecord = z.infer<typeof feedRecord>;
export type OutcomesFeed = z.infer<typeof outcomesFeed>;
