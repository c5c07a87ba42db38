import type { CivilDate } from "../civil-date.ts";
import type { Digest } from "../ports/digest.ts";
import { riskAction } from "../scoring/record-score.ts";
import type { Attention, RiskAnswer } from "./attention.ts";

/** That somebody has seen a risk flag: who (a client or a person's subject), and when. The first to say so stands. */
export type Acknowledgement = { readonly by: string; readonly at: string };

/** An answer that points to thoughts of self-harm, which the practice must acknowledge. */
export type RiskFlag = {
  readonly id: string;
  readonly referralId: string;
  readonly eventId: string;
  readonly instrument: string;
  readonly completedOn: CivilDate;
  readonly acknowledged: Acknowledgement | null;
  /** What to do, while nobody has said that it was seen. */
  readonly action?: string;
};

/** The risk flags of a practice: those that nobody has acknowledged first, the oldest first among them. */
export function riskFlags(
  attention: readonly Attention[],
  { acknowledged, digest }: { acknowledged: ReadonlyMap<string, Acknowledgement>; digest: Digest },
): readonly RiskFlag[] {
  const flags = attention.flatMap((referral) =>
    referral.risks.map((risk): RiskFlag => {
      const id = riskFlagId(referral, risk, digest);
      const seen = acknowledged.get(id) ?? null;
      const { eventId, instrument, completedOn } = risk;
      const told = { id, referralId: referral.referralId, eventId, instrument, completedOn, acknowledged: seen };
      return seen === null ? { ...told, action: riskAction } : told;
    }),
  );
  return flags.toSorted((a, b) => Number(a.acknowledged !== null) - Number(b.acknowledged !== null) || (orderOf(a) < orderOf(b) ? -1 : 1));
}

/**
 * The id of a flag: of the practice, the referral and the event that holds. A questionnaire that is corrected and still points to a risk, or a
 * referral that moves to another practice, is a new flag, to be acknowledged again.
 */
export function riskFlagId({ practice, refKey }: Pick<Attention, "practice" | "refKey">, { eventId }: RiskAnswer, digest: Digest): string {
  return digest(`risk|${practice}|${refKey}|${eventId}`).slice(0, 32);
}

function orderOf({ completedOn, id }: RiskFlag): string {
  return `${completedOn} ${id}`;
}
