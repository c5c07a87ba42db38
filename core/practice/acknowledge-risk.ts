import type { Acknowledgements } from "../ports/acknowledgements.ts";
import type { Digest } from "../ports/digest.ts";
import type { PracticeLists } from "../ports/practice-lists.ts";
import { type Problem, problemOf } from "../problem.ts";
import { submissionRefusal } from "../submission/submission-rules.ts";
import { type RiskFlag, riskFlags } from "./risk-flags.ts";

export type AcknowledgingDeps = {
  readonly lists: Pick<PracticeLists, "attention">;
  readonly acknowledgements: Acknowledgements;
  readonly digest: Digest;
  /** The instant, in milliseconds. */
  readonly now: () => number;
};

/** Who acknowledges which flag of which practice. */
export type Acknowledging = { readonly practice: string; readonly id: string; readonly by: string };

/** Notes that a risk flag was seen. The same again, by whomever, gives the first acknowledgement. */
export async function acknowledgeRisk(
  { practice, id, by }: Acknowledging,
  { lists, acknowledgements, digest, now }: AcknowledgingDeps,
): Promise<{ readonly flag: RiskFlag } | { readonly problem: Problem }> {
  const flag = riskFlags(await lists.attention(practice), { acknowledged: new Map(), digest }).find((one) => one.id === id);
  if (flag === undefined) return { problem: noSuchRisk() };
  const { action: _, ...seen } = flag;
  const acknowledged = await acknowledgements.acknowledge(practice, id, { by, at: new Date(now()).toISOString() });
  return { flag: { ...seen, acknowledged } };
}

function noSuchRisk(): Problem {
  return problemOf(
    submissionRefusal("no-such-risk", "id", "use an id that is listed: the flag of a corrected or withdrawn questionnaire is gone"),
    404,
  );
}
