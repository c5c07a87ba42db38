import type { CivilDate } from "../civil-date.ts";
import type { Acknowledgements } from "../ports/acknowledgements.ts";
import type { Digest } from "../ports/digest.ts";
import type { PracticeLists } from "../ports/practice-lists.ts";
import { type RiskFlag, riskFlags } from "./risk-flags.ts";

/** What the risk flags of a practice are put together from. */
export type RiskDeps = {
  readonly lists: PracticeLists;
  readonly acknowledgements: Pick<Acknowledgements, "acknowledgedBy">;
  readonly digest: Digest;
};

/** The risk flags of a practice, as of a day. */
export type RiskFlagList = {
  readonly practice: string;
  readonly asOf: CivilDate;
  readonly open: number;
  readonly flags: readonly RiskFlag[];
};

/** The risk flags of a practice, and how many of them nobody has acknowledged. */
export async function riskFlagsOf(practice: string, asOf: CivilDate, { lists, acknowledgements, digest }: RiskDeps): Promise<RiskFlagList> {
  const [attention, acknowledged] = await Promise.all([lists.attention(practice), acknowledgements.acknowledgedBy(practice)]);
  const flags = riskFlags(attention, { acknowledged, digest });
  return { practice, asOf, open: flags.filter((flag) => flag.acknowledged === null).length, flags };
}
