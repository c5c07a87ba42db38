import * as z from "zod";
import { levels } from "./organisations/organisation.ts";

/** Why a number is there, or is not: suppressed, missing and not-applicable are three things, and none of them is zero. */
export const feedStatuses = ["shown", "unreliable", "suppressed", "missing", "not-applicable"] as const;

const month = z.string().regex(/^\d{4}-\d{2}$/);

/** One published number: of which table, of whom, what it is, and the 95% interval where it has one. */
export const feedRecord = z
  .strictObject({
    table: z.string().describe("The figure that shows it, by its id; `evaluations` for the main result of every comparison."),
    outcome: z.string().describe("What was measured; a measure that stands for no outcome is here by its own id."),
    instrument: z.string().describe("The id of the questionnaire, or of a part of one (`ons4:satisfied`)."),
    group: z.string().describe("Of whom or of when: everybody, a group of people, a band, a step, a month, an activity."),
    statistic: z.string().describe("What the number is, by its id in the table of the figure."),
    unit: z.enum(["people", "points", "per cent", "percentage points", "standard deviations"]).describe("What it is counted in."),
    value: z.number().nullable().describe("The number, as the page shows it."),
    lower: z
      .number()
      .nullable()
      .describe(
        "Where its 95% interval begins, where it has one. That of a mean change is wider than its own where no standard deviation of the change is shown: its own would tell of few people.",
      ),
    upper: z.number().nullable().describe("Where its 95% interval ends."),
    status: z.enum(feedStatuses).describe("`suppressed`: there is one, and it is hidden to protect people; `missing`: nobody recorded it."),
  })
  .meta({ id: "OutcomeNumber", description: "One published number of a place; null where it is not shown, and status says why." });

/** All numbers that one place publishes, after disclosure control. */
export const outcomesFeed = z
  .strictObject({
    place: z.strictObject({ level: z.enum(levels), code: z.string(), name: z.string() }).describe("Whose numbers they are."),
    sample: z.boolean().describe("True where people and organisations are invented."),
    period: z.strictObject({ from: month, to: month }).describe("The months of referral that are counted."),
    asOf: z.iso.date().describe("What had been received before this day is counted."),
    suppression: z
      .strictObject({ profile: z.string(), words: z.string() })
      .describe("The rule by which numbers are hidden, and the rule in words."),
    provenance: z.record(z.string(), z.union([z.string(), z.number()])).describe("Which data, code and run they come from: cite it."),
    licence: z.string().describe("On what terms they may be used."),
    numbers: z.array(feedRecord).describe("Every number, a row each."),
  })
  .meta({ id: "Outcomes", description: "Every number that a place's pages show, as rows." });

/** The places that somebody may read, and where the numbers of each are. */
export const outcomePlaces = z
  .strictObject({
    generation: z.int().describe("The generation that readers see."),
    places: z
      .array(z.strictObject({ level: z.enum(levels), code: z.string(), name: z.string(), href: z.string() }))
      .describe("Each with the address of its numbers."),
  })
  .meta({ id: "OutcomePlaces", description: "The live generation, and the places of it that the reader may see." });

export type FeedRecord = z.infer<typeof feedRecord>;
export type OutcomesFeed = z.infer<typeof outcomesFeed>;
