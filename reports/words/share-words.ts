import type { OutcomeReport } from "../../core/place-report.ts";
import { sentenceFrom } from "./change-words.ts";
import { constructs } from "./construct-words.ts";
import { inHundred } from "./numbers.ts";

/** How the bars of shares are read. */
export const howToReadShares =
  "The black tick is zero. Blue, to the right of it: people who improved. Orange, to the left: people who got worse. " +
  "The thin black line is the uncertainty in the blue bar.";

/** The title of the figure of shares: improvement is never named without deterioration. */
export function shareTitle(report: OutcomeReport): string {
  const { improved, deteriorated, threshold, n } = report.reliable;
  if (n.kind !== "value" || n.value < sentenceFrom) return `Too few people to say how many ${constructs[report.outcome].scores} moved`;
  const [better, worse] = threshold === null ? ["had a better score", "a worse one"] : ["improved reliably", "deteriorated reliably"];
  if (improved.percent.kind !== "value") return "The number of people who improved is confidential here [c]";
  const others =
    deteriorated.percent.kind === "value" ? ` and ${inHundred(deteriorated.percent.value)} ${worse}` : hiddenOthers(report, worse);
  return `${inHundred(improved.percent.value)} people ${better}${others}`;
}

function hiddenOthers({ reliable }: OutcomeReport, worse: string): string {
  const nobody = reliable.deteriorated.n.kind === "value" && reliable.deteriorated.n.value === 0;
  if (nobody) return reliable.threshold === null ? " and nobody a worse one" : ` and nobody ${worse}`;
  return reliable.threshold === null ? "; worse scores are confidential [c]" : "; reliable deterioration is confidential [c]";
}

/** The same in a sentence for the box, with who it is about. */
export function shareSentence(report: OutcomeReport): string | null {
  const { improved, threshold, n } = report.reliable;
  if (n.kind !== "value" || n.value < sentenceFrom || improved.percent.kind !== "value") return null;
  const more = threshold === null ? "" : ` Reliably means by ${threshold} points or more, beyond the error of the measure.`;
  return `Among people with both scores, ${shareTitle(report).replace(" people ", " ")}.${more}`;
}

/** Of those who began as cases, how many did not end as cases. */
export function recoverySentence({ reliable, measure }: OutcomeReport): string | null {
  const { percent } = reliable.recovered;
  if (percent.kind !== "value" || reliable.n.kind !== "value" || reliable.n.value < sentenceFrom) return null;
  const who = measure.casenessWords?.split(": ")[1] ?? "a case";
  return `Of people who were ${who} at the start, ${inHundred(percent.value)} were not at follow-up.`;
}
