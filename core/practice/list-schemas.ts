import * as z from "zod";
import { statuses } from "../events/event.ts";
import { fixKinds } from "./fix-next.ts";
import { delays } from "./practice-ledgers.ts";

const practice = z.string().describe("The practice's ODS code.");
const asOf = z.string().describe("The day that it is as of, in London.");

const followUpDue = z
  .object({
    referralId: z.string().describe("The sender's own reference."),
    instrument: z.string().describe("The id of the questionnaire to be filled in again."),
    standing: z.enum(["due", "overdue"]).describe("`overdue` from the day after it was due."),
    status: z.enum(statuses).nullable().describe("The newest step of the referral."),
    baselineOn: z.string().describe("When the baseline was filled in."),
    dueOn: z.string().describe("90 days after the baseline."),
    opensOn: z.string().describe("28 days after the baseline."),
    closesOn: z.string().describe("365 days after the baseline, the last day on which it counts."),
    daysLate: z.int().describe("Negative while it is not due."),
  })
  .meta({ id: "FollowUpDue", description: "One filling-in that is asked for." });

/** What follow-ups a practice owes. */
export const followUpsDueSchema = z
  .object({
    practice,
    asOf,
    daysAhead: z.int().describe("How far ahead is looked."),
    due: z.int().describe("How many are due."),
    overdue: z.int().describe("How many are overdue."),
    followUps: z.array(followUpDue).describe("The longest overdue first."),
  })
  .meta({ id: "FollowUpsDue", description: "The follow-ups that a practice owes, as of a day in London." });

const count = z.int().min(0);

const fix = z
  .object({
    what: z.enum(fixKinds).describe("The kind of thing to do."),
    about: z.string().nullable().describe("The instrument or the rule that it is about."),
    records: count.describe("How many records it is about."),
    pairsGained: count.nullable().describe("Pairs of scores that there would be besides; null where that cannot be told."),
    fix: z.string().describe("What to do."),
  })
  .meta({ id: "FixNext", description: "One thing that a practice can do about its records." });

const ledger = z
  .object({
    received: count.describe("How many records came."),
    used: count.describe("How many count."),
    duplicate: count.describe("How many had been sent before."),
    superseded: count.describe("In the place of how many another stands."),
    rejected: count.describe("How many were refused."),
    parked: count.describe("How many wait for what they belong to."),
    excluded: count.describe("How many are left out: withdrawn, contradicting another, or of people who are left out of everything."),
  })
  .meta({ id: "Ledger", description: "received = used + duplicate + superseded + rejected + parked + excluded." });

const completeness = z
  .object({
    referrals: count.describe("How many referrals there are."),
    withBaseline: count.describe("How many have a first score of an instrument."),
    withPair: count.describe("How many have both scores of an instrument."),
    instruments: z
      .array(z.object({ instrument: z.string(), baselines: count, pairs: count }))
      .describe("The same, instrument by instrument."),
    known: z
      .object({ role: count, activity: count, ageBand: count, sex: count, ethnicity: count, imdQuintile: count })
      .describe("Of how many referrals each is known."),
  })
  .meta({ id: "Completeness", description: "How much of what could be known of the referrals is known." });

const parkedRecords = z
  .object({
    referralId: z.string().nullable().describe("Null for withdrawals of which no referral is known."),
    count: count.describe("How many events."),
    eventIds: z.array(z.string()).describe("The sender's own ids."),
    waitsFor: z.enum(["referral", "corrected-event", "withdrawn-event"]).describe("What they will count with."),
  })
  .meta({ id: "ParkedRecords", description: "Events of one referral that are kept and do not count; the first 50 by id." });

/** How good a practice's records are. */
export const dataQualitySchema = z
  .object({
    practice,
    asOf,
    referredFrom: z.string().describe("Referrals of this month and later are looked at."),
    receivedFrom: z.string().describe("What was received on this day and later is looked at."),
    completeness,
    ledger,
    rejectedByRule: z.record(z.string(), count).describe("How many records each rule refused."),
    timeliness: z.record(z.enum(delays), count).describe("Days from what happened to its receipt."),
    parked: z.array(parkedRecords).describe("What waits, referral by referral."),
    pairs: z.object({ now: count, possible: count }).describe("Pairs of scores that there are, and that there could be."),
    fixNext: z.array(fix).describe("That which brings most pairs first."),
  })
  .meta({ id: "DataQuality", description: "How good a practice's records are, and what to do about it." });

const acknowledgement = z
  .object({ by: z.string().describe("The client or person."), at: z.string().describe("When, UTC.") })
  .meta({ id: "Acknowledgement", description: "Who has seen it (a client, or a person's subject), and when." });

/** A risk flag, as it is listed and as its acknowledgement is answered. */
export const riskFlagSchema = z
  .object({
    id: z.string().describe("The id that it is acknowledged by."),
    referralId: z.string().describe("The sender's own reference."),
    eventId: z.string().describe("The sender's own id of the questionnaire."),
    instrument: z.string().describe("The id of the questionnaire."),
    completedOn: z.string().describe("The day on which it was filled in."),
    acknowledged: acknowledgement.nullable().describe("Null until somebody says that they have seen it."),
    action: z.string().optional().describe("What to do, while nobody has acknowledged it."),
  })
  .meta({ id: "RiskFlag", description: "An answer that points to thoughts of self-harm." });

/** The risk flags of a practice. */
export const riskFlagsSchema = z
  .object({
    practice,
    asOf,
    open: count.describe("How many nobody has acknowledged."),
    flags: z.array(riskFlagSchema).describe("Those that nobody has acknowledged first."),
  })
  .meta({ id: "RiskFlags", description: "The risk flags of a practice; those that nobody has acknowledged first." });
