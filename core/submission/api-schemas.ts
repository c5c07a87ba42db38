import * as z from "zod";
import { serviceEvent } from "../events/event.ts";
import { encodings } from "../files/encoding.ts";
import { outcomes } from "./receipt.ts";
import { submissionIdSchema } from "./submission.ts";

/** What is sent to take events in. */
export const submissionBody = z
  .strictObject({
    submissionId: submissionIdSchema
      .optional()
      .describe("Your own id for it; without one the Idempotency-Key header is used, or an id is made."),
    events: z.array(serviceEvent).min(1).max(50_000).describe("In any order. Each is taken or refused by itself."),
  })
  .meta({ id: "Submission", description: "Events sent at once. Each is judged on its own." });

const refusal = {
  rule: z.string().describe("The id of the rule that was broken, as listed at `/docs`."),
  field: z.string().describe("Where, as a path into the event; empty where it is the whole."),
  fix: z.string().describe("What to do."),
};

const part = {
  score: z.number().nullable().describe("The score, null where there is none."),
  band: z.string().nullable().describe("The severity band it lies in, where the instrument has bands."),
  caseness: z.boolean().nullable().describe("Whether it is at or beyond the clinical cut-off, where the instrument has one."),
};

const risk = z
  .enum(["yes", "no", "not-supplied", "not-applicable"])
  .describe("Whether an answer points to self-harm: `not-supplied` where a total came without answers.");

const recordScore = z
  .object({
    ...part,
    risk,
    change: z.number().nullable().describe("Points since the baseline of the referral."),
    reason: z.string().optional().describe("Why there is no score."),
    subscales: z
      .record(z.string(), z.object({ ...part, change: z.number().nullable() }))
      .optional()
      .describe("The parts that are followed on their own, such as the four questions of ONS4."),
    action: z.string().optional().describe("What to do at once, where an answer points to self-harm."),
  })
  .meta({ id: "RecordScore", description: "What a survey comes to." });

const receiptRecord = z
  .object({
    index: z.int().min(0).describe("Its place in what was sent, from 0."),
    row: z.int().optional().describe("The line of the file that it begins on; the header is line 1."),
    column: z.string().optional().describe("The heading of the column that is wrong, as the file has it."),
    eventId: z.string().nullable().describe("As sent, or made from the content of a row without one; null where it cannot be read."),
    outcome: z.enum(outcomes).describe("What became of it."),
    standing: z
      .enum(["superseded", "withdrawn", "parked", "void-day", "opted-out", "erased"])
      .optional()
      .describe("Why it does not count, where it is kept and does not. `void-day`: two filled in on one day give different scores."),
    score: recordScore.optional(),
    rule: refusal.rule.optional(),
    field: refusal.field.optional(),
    fix: refusal.fix.optional(),
    also: z.array(z.object(refusal)).optional().describe("Everything else that is wrong with it."),
  })
  .meta({ id: "ReceiptRecord", description: "What became of one event, or of one row of a CSV." });

/** What a submission is answered with, at once and ever after. */
export const receiptSchema = z
  .object({
    submissionId: z.string().describe("The id that it stays available under."),
    status: z
      .enum(["complete", "accepted", "uploading", "splitting", "storing", "refused"])
      .describe("`accepted`: parts are being stored. Of a large file: `uploading`, `splitting`, `storing`, then `complete` or `refused`."),
    received: z.int().describe("How many records came."),
    accepted: z.int().describe("Kept, and new."),
    duplicate: z.int().describe("Sent before with the same content: there already, and counted once."),
    superseded: z.int().describe("Kept, but another event takes its place."),
    rejected: z.int().describe("Not kept: the rule says why."),
    parked: z.int().describe("Kept, and counted once what it belongs to comes."),
    used: z.int().describe("Of the accepted, those that count."),
    excluded: z
      .int()
      .describe(
        "Left out: accepted and then withdrawn, contradicting another of the same day, or of somebody who has opted out; or not kept at all, of somebody who was erased.",
      ),
    progress: z
      .object({ parts: z.int(), stored: z.int() })
      .optional()
      .describe("Of what is stored after the answer: how many parts there are, and how many are stored."),
    encoding: z.enum(encodings).optional().describe("What a CSV or a large file was read as: decided once, from its first bytes."),
    risks: z.int().optional().describe("Of a large file: how many answers point to self-harm. Each is named in the acknowledgement."),
    problem: z.object(refusal).optional().describe("Why a large file was refused whole; nothing of it was stored."),
    acknowledgement: z.string().optional().describe("Of a large file that is complete: where a CSV says what became of each record."),
    records: z.array(receiptRecord).describe("In the order of what was sent, at most 5,000 at once."),
    next: z.string().optional().describe("Where the next records are, when there are more than 5,000."),
  })
  .meta({
    id: "Receipt",
    description: "received = used + duplicate + superseded + rejected + parked + excluded, once status is complete.",
  });

/** What a request that cannot be done is answered with (RFC 9457). */
export const problemSchema = z
  .object({
    type: z.string().describe("Where the rule is explained."),
    title: z.string().describe("What went wrong, the same for every request of its kind."),
    status: z.int().describe("The status of the answer."),
    detail: z.string().describe("What went wrong here, and what to do."),
    ...refusal,
  })
  .meta({ id: "Problem", description: "RFC 9457, with the rule that was broken. It never repeats what was sent." });

/** One filled-in questionnaire, as the command line's `score` takes it. */
export const scoreRequest = z
  .strictObject({
    instrument: z.string().max(64).describe("The questionnaire, by its id or name in the list of instruments at `/docs`."),
    items: z
      .array(z.number().nullable())
      .max(64)
      .optional()
      .describe("The answers in the order of the questionnaire; `null` where one is missing."),
    total: z.number().optional().describe("The score, to be read as it is or compared with the one that the answers give."),
    scoreBasis: z.enum(["raw", "metric"]).optional().describe("What the total is, where an instrument has two."),
    level: z.number().optional().describe("The level that came with the score, where an instrument has levels."),
    licence: z.string().max(64).optional().describe("The reference of your licence, for an instrument that is scored for licensees alone."),
  })
  .meta({ id: "ScoreRequest", description: "One filled-in questionnaire: its answers (null for a missing one), its total, or both." });

/** What a questionnaire comes to. */
export const scoredSchema = z
  .object({
    instrument: z.string().describe("Its id."),
    version: z.string().describe("The version of its scoring."),
    ...part,
    basis: z.enum(["items", "total", "raw", "metric"]).describe("What it was worked out from."),
    risk,
    reason: z.string().nullable().describe("Why there is no score."),
    raw: z.number().optional().describe("The sum that the score was converted from."),
    state: z.string().optional().describe("The health state (EQ-5D): one digit a dimension."),
    subscales: z.record(z.string(), z.object(part)).optional().describe("The parts that stand on their own, by name."),
    notes: z.array(z.string()).describe("What to know when using it: sources that are not confirmed, versions that differ."),
  })
  .meta({ id: "Scored", description: "What a questionnaire comes to. Nothing is stored." });
