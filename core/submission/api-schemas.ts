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
      .meta({ description: "Your own id for it; without one the Idempotency-Key header is used, or an id is made." }),
    events: z.array(serviceEvent).min(1).max(50_000),
  })
  .meta({ id: "Submission", description: "Events sent at once. Each is judged on its own." });

const refusal = { rule: z.string(), field: z.string(), fix: z.string() };

const part = { score: z.number().nullable(), band: z.string().nullable(), caseness: z.boolean().nullable() };

const recordScore = z
  .object({
    score: z.number().nullable(),
    band: z.string().nullable(),
    caseness: z.boolean().nullable(),
    risk: z.enum(["yes", "no", "not-supplied", "not-applicable"]),
    change: z.number().nullable().meta({ description: "Points since the baseline of the referral." }),
    reason: z.string().optional().meta({ description: "Why there is no score." }),
    subscales: z
      .record(z.string(), z.object({ ...part, change: z.number().nullable() }))
      .optional()
      .meta({ description: "The parts that are followed on their own, such as the four questions of ONS4." }),
    action: z.string().optional().meta({ description: "What to do at once, where an answer points to self-harm." }),
  })
  .meta({ id: "RecordScore", description: "What a survey comes to." });

const receiptRecord = z
  .object({
    index: z.int().min(0),
    row: z.int().optional(),
    column: z.string().optional(),
    eventId: z.string().nullable(),
    outcome: z.enum(outcomes),
    standing: z.enum(["superseded", "withdrawn", "parked", "void-day", "opted-out", "erased"]).optional(),
    score: recordScore.optional(),
    rule: z.string().optional(),
    field: z.string().optional(),
    fix: z.string().optional(),
    also: z.array(z.object(refusal)).optional(),
  })
  .meta({ id: "ReceiptRecord", description: "What became of one event, or of one row of a CSV." });

/** What a submission is answered with, at once and ever after. */
export const receiptSchema = z
  .object({
    submissionId: z.string(),
    status: z.enum(["complete", "accepted", "uploading", "splitting", "storing", "refused"]).meta({
      description:
        "`accepted`: parts are being stored. Of a large file: `uploading`, `splitting`, `storing`, then `complete` or `refused`.",
    }),
    received: z.int(),
    accepted: z.int(),
    duplicate: z.int(),
    superseded: z.int(),
    rejected: z.int(),
    parked: z.int(),
    used: z.int().meta({ description: "Of the accepted, those that count." }),
    excluded: z.int().meta({
      description:
        "Left out: accepted and then withdrawn, contradicting another of the same day, or of somebody who has opted out; or not kept at all, of somebody who was erased.",
    }),
    progress: z.object({ parts: z.int(), stored: z.int() }).optional(),
    encoding: z
      .enum(encodings)
      .optional()
      .meta({ description: "What a CSV or a large file was read as: decided once, from its first bytes." }),
    risks: z
      .int()
      .optional()
      .meta({ description: "Of a large file: how many answers point to self-harm. Each is named in the acknowledgement." }),
    problem: z.object(refusal).optional().meta({ description: "Why a large file was refused whole; nothing of it was stored." }),
    acknowledgement: z
      .string()
      .optional()
      .meta({ description: "Of a large file that is complete: where a CSV says what became of each record." }),
    records: z.array(receiptRecord),
    next: z.string().optional().meta({ description: "Where the next records are, when there are more than 5,000." }),
  })
  .meta({
    id: "Receipt",
    description: "received = used + duplicate + superseded + rejected + parked + excluded, once status is complete.",
  });

/** What a request that cannot be done is answered with (RFC 9457). */
export const problemSchema = z
  .object({ type: z.string(), title: z.string(), status: z.int(), detail: z.string(), ...refusal })
  .meta({ id: "Problem", description: "RFC 9457, with the rule that was broken. It never repeats what was sent." });

/** One filled-in questionnaire, as the command line's `score` takes it. */
export const scoreRequest = z
  .strictObject({
    instrument: z.string().max(64),
    items: z.array(z.number().nullable()).max(64).optional(),
    total: z.number().optional(),
    scoreBasis: z.enum(["raw", "metric"]).optional(),
    level: z.number().optional(),
    licence: z.string().max(64).optional(),
  })
  .meta({ id: "ScoreRequest", description: "One filled-in questionnaire: its answers (null for a missing one), its total, or both." });

/** What a questionnaire comes to. */
export const scoredSchema = z
  .object({
    instrument: z.string(),
    version: z.string(),
    score: z.number().nullable(),
    basis: z.enum(["items", "total", "raw", "metric"]),
    band: z.string().nullable(),
    caseness: z.boolean().nullable(),
    risk: z.enum(["yes", "no", "not-supplied", "not-applicable"]),
    reason: z.string().nullable(),
    raw: z.number().optional(),
    state: z.string().optional(),
    subscales: z.record(z.string(), z.object(part)).optional(),
    notes: z.array(z.string()),
  })
  .meta({ id: "Scored", description: "What a questionnaire comes to. Nothing is stored." });
