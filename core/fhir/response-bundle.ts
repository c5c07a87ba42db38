import type { Refusal } from "../refusal.ts";
import type { TakenType } from "./entries.ts";
import { type Issue, issueOf, type OperationOutcome, outcomeOf } from "./operation-outcome.ts";

/** What became of one entry. */
export type EntryAnswer = {
  readonly index: number;
  readonly type: TakenType | null;
  /** `created` is stored now, `known` was stored before, `used` told nothing to store: a person, or a score that its answers give. */
  readonly outcome: "created" | "known" | "used" | "refused";
  readonly refusals: readonly Refusal[];
  /** What else to tell of it, such as a score or what to do at once. */
  readonly notes: readonly Issue[];
};

/** The answer to a bundle as FHIR R4 has it: an entry for each that was sent, in their order. */
export type ResponseBundle = {
  readonly resourceType: "Bundle";
  readonly type: "batch-response" | "transaction-response";
  readonly entry: readonly { readonly response: { readonly status: string; readonly outcome?: OperationOutcome } }[];
};

/** What a bundle is answered with. */
export type OperationOutcomeOrBundle = ResponseBundle | OperationOutcome;

const lines = {
  created: "201 Created",
  known: "200 OK",
  used: "200 OK",
  refused: "422 Unprocessable Entity",
} as const;

/**
 * The answer to a bundle: a response to a batch has an outcome for each entry; a transaction of which anything was refused is answered by
 * one outcome that holds every reason, because nothing of it was kept.
 */
export function responseTo(type: "batch" | "transaction", answers: readonly EntryAnswer[]): OperationOutcomeOrBundle {
  const inOrder = answers.toSorted((a, b) => a.index - b.index);
  if (type === "transaction" && inOrder.some(({ outcome }) => outcome === "refused")) {
    const issue = inOrder.flatMap((answer) =>
      answer.refusals.map((refusal) => issueOf(refusal, { entry: answer.index, type: answer.type })),
    );
    return { resourceType: "OperationOutcome", issue };
  }
  return { resourceType: "Bundle", type: `${type}-response`, entry: inOrder.map((answer) => ({ response: responseOf(answer) })) };
}

function responseOf({ index, type, outcome, refusals, notes }: EntryAnswer): ResponseBundle["entry"][number]["response"] {
  const status = lines[outcome];
  if (outcome === "refused")
    return { status: refusals.some(isForbidden) ? "403 Forbidden" : status, outcome: outcomeOf(refusals, { entry: index, type }) };
  return notes.length === 0 ? { status } : { status, outcome: { resourceType: "OperationOutcome", issue: notes } };
}

function isForbidden({ rule }: Refusal): boolean {
  return rule === "practice-not-granted";
}
