import * as z from "zod";
import { ledgerSchema } from "../ledger.ts";

/** How far a run came. A run that stays at `planned` or `verified` did not finish: readers keep the generation before. */
export const runPhases = ["planned", "verified", "published", "unchanged", "outrun"] as const;

/** What is remembered of one run. */
export const runRecord = z.object({
  gen: z.int(),
  civilDate: z.string(),
  phase: z.enum(runPhases),
  /** The instant of planning, UTC. */
  startedAt: z.string(),
  codeVersion: z.string(),
  methodVersion: z.int(),
  foldVersion: z.int(),
  /** SHA-256 of the organisations the run pinned. */
  organisationSnapshot: z.string(),
  /** The name that every line of the run's logs carries. */
  correlationId: z.string().optional(),
  /** Practice-months that were recomputed. */
  units: z.int(),
  /** Places whose pages were drawn anew. */
  drawn: z.int().nullable(),
  /** How the events of the practice-months stand that were written since the generation before; it balances, or nothing is published. */
  ledger: ledgerSchema.optional(),
  /** SHA-256 over how every practice stood, and the generation readers saw, when it was decided what may be seen. */
  considered: z.string().optional(),
  /** Practices of which more is kept than may be seen: too few people have moved. */
  waiting: z.int().optional(),
  /** Set by a rollback: the generation whose pages are shown again. */
  rolledBackTo: z.int().optional(),
});

export type RunRecord = z.infer<typeof runRecord>;
