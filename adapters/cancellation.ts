import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";

/**
 * Why a transaction was not done. `conditions`: which of its actions met a condition that did not hold, by their place. `busy`: the store
 * had a conflict or too much to do, and nothing says that a condition failed.
 */
export type Cancellation = { readonly kind: "conditions"; readonly failed: readonly number[] } | { readonly kind: "busy" };

const passing = new Set(["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"]);
const busyErrors = new Set([
  "TransactionInProgressException",
  "ThrottlingException",
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "InternalServerError",
  "LimitExceededException",
]);

/**
 * Reads an error of a transaction, every one of its reasons: a conflict is no duplicate, and a duplicate may stand among conflicts.
 *
 * @throws the error itself when it is neither: a row the store will never take, or a fault of ours
 */
export function cancellationOf(error: unknown): Cancellation {
  if (error instanceof TransactionCanceledException) return fromReasons(error);
  if (error instanceof Error && busyErrors.has(error.name)) return { kind: "busy" };
  throw error;
}

/** Whether the store will never take these actions together: one of them is at fault, or there are too many or too large ones. By itself each may be taken. */
export function isForGood(error: unknown): boolean {
  if (!(error instanceof TransactionCanceledException)) return error instanceof Error && error.name === "ValidationException";
  const codes = (error.CancellationReasons ?? []).map(({ Code }) => Code ?? "None");
  return codes.some((code) => code !== "None" && code !== "ConditionalCheckFailed" && !passing.has(code));
}

function fromReasons(error: TransactionCanceledException): Cancellation {
  const codes = (error.CancellationReasons ?? []).map(({ Code }) => Code ?? "None");
  const failed = codes.flatMap((code, place) => (code === "ConditionalCheckFailed" ? [place] : []));
  const other = codes.filter((code) => code !== "None" && code !== "ConditionalCheckFailed");
  if (!other.every((code) => passing.has(code))) throw error;
  if (failed.length > 0) return { kind: "conditions", failed };
  if (other.length > 0) return { kind: "busy" };
  throw error;
}
