import * as z from "zod";
import { statuses } from "../events/event.ts";
import { fixKinds } from "./fix-next.ts";
import { delays } from "./practice-ledgers.ts";

const followUpDue = z
  .object({
    referralId: z.string().meta({ description: "The sender's own reference." }),
    instrument: z.string(),
    standing: z.enum(["due", "overdue"]),
    status: z.enum(statuses).nullable().meta({ description: "The newest step of the referral." }),
    baselineOn: z.string(),
    dueOn: z.string().meta({ description: "90 days after the baseline." }),
    opensOn: z.string().meta({ description: "28 days after the baseline." }),
    closesOn: z.string().meta({ description: "365 days after the baseline, the last day on which it counts." }),
    daysLate: z.int().meta({ description: "Negative while it is not due." }),
  })
  .meta({ id: "FollowUpDue", description: "One filling-in that is asked for." });

/** What follow-ups a practice owes. */
export const followUpsDueSchema = z
  .object({ practice: z.string(), asOf: z.string(), daysAhead: z.int(), due: z.int(), overdue: z.int(), followUps: z.array(followUpDue) })
  .meta({ id: "FollowUpsDue", description: "The follow-ups that a practice owes, as of a day in London." });

const count = z.int().min(0);

const fix = z
  .object({
    what: z.enum(fixKinds),
    about: z.string().nullable().meta({ description: "The instrument or the rule that it is about." }),
    records: count,
    pairsGained: count.nullable().meta({ description: "Pairs of scores that there would be besides; null where that cannot be told." }),
    fix: z.string(),
  })
  .meta({ id: "FixNext", description: "One thing that a practice can do about its records." });

const ledger = z
  .object({ received: count, used: count, duplicate: count, superseded: count, rejected: count, parked: count, excluded: count })
  .meta({ id: "Ledger", description: "received = used + duplicate + superseded + rejected + parked + excluded." });

const completeness = z
  .object({
    referrals: count,
    withBaseline: count,
    withPair: count,
    instruments: z.array(z.object({ instrument: z.string(), baselines: count, pairs: count })),
    known: z.object({ role: count, activity: count, ageBand: count, sex: count, ethnicity: count, imdQuintile: count }),
  })
  .meta({ id: "Completeness", description: "How much of what could be known of the referrals is known." });

const parkedRecords = z
  .object({
    referralId: z.string().nullable().meta({ description: "Null for withdrawals of which no referral is known." }),
    count,
    eventIds: z.array(z.string()),
    waitsFor: z.enum(["referral", "corrected-event", "withdrawn-event"]),
  })
  .meta({ id: "ParkedRecords", description: "Events of one referral that are kept and do not count; the first 50 by id." });

/** How good a practice's records are. */
export const dataQualitySchema = z
  .object({
    practice: z.string(),
    asOf: z.string(),
    referredFrom: z.string().meta({ description: "Referrals of this month and later are looked at." }),
    receivedFrom: z.string().meta({ description: "What was received on this day and later is looked at." }),
    completeness,
    ledger,
    rejectedByRule: z.record(z.string(), count),
    timeliness: z.record(z.enum(delays), count).meta({ description: "Days from what happened to its receipt." }),
    parked: z.array(parkedRecords),
    pairs: z.object({ now: count, possible: count }),
    fixNext: z.array(fix).meta({ description: "That which brings most pairs first." }),
  })
  .meta({ id: "DataQuality", description: "How good a practice's records are, and what to do about it." });

const acknowledgement = z
  .object({ by: z.string(), at: z.string() })
  .meta({ id: "Acknowledgement", description: "Who has seen it (a client, or a person's subject), and when." });

/** A risk flag, as it is listed and as its acknowledgement is answered. */
export const riskFlagSchema = z
  .object({
    id: z.string(),
    referralId: z.string().meta({ description: "The sender's own reference." }),
    eventId: z.string().meta({ description: "The sender's own id of the questionnaire." }),
    instrument: z.string(),
    completedOn: z.string(),
    acknowledged: acknowledgement.nullable(),
    action: z.string().optional().meta({ description: "What to do, while nobody has acknowledged it." }),
  })
  .meta({ id: "RiskFlag", description: "An answer that points to thoughts of self-harm." });

/** The risk flags of a practice. */
export const riskFlagsSchema = z
  .object({ practice: z.string(), asOf: z.string(), open: count, flags: z.array(riskFlagSchema) })
  .meta({ id: "RiskFlags", description: "The risk flags of a practice; those that nobody has acknowledged first." });
