import { hasWiderInterval, type OutcomeReport, type PlaceFrame, type PlaceReport, primaryOutcome } from "../../core/place-report.ts";
import { bothScoresPercent } from "./attrition.ts";
import { capital } from "./capital.ts";
import { amongLead, changeFinding, changeSentence, confidentialSentence, sentenceFrom, startsAmong } from "./change-words.ts";
import { constructs, directionWords, periodText } from "./construct-words.ts";
import { dateText, decimalText } from "./numbers.ts";
import { recoverySentence, shareSentence } from "./share-words.ts";

/** Said on every page, whatever the numbers: nobody was compared with people who were not referred. */
export const cannotSayCause = "We cannot say that social prescribing was the cause.";

/** Said on every page whose people and organisations are invented. */
export const sampleWords = "Sample data: the organisations and the people are invented.";

/** The same beside the words that it is a sample. */
export const sampleSentence = "The organisations and the people are invented.";

/** The two-sentence answer at the head of a page about one outcome. */
export function outcomeLede(report: OutcomeReport): string {
  const { scores } = constructs[report.outcome];
  const finding = changeFinding(report);
  if (finding.kind === "too-few") return `Too few people have ${scores} before and after to say how they changed. ${cannotSayCause}`;
  if (finding.kind === "confidential") return `How ${scores} changed is confidential here. ${cannotSayCause}`;
  if (finding.kind === "cannot-tell") {
    return `We cannot tell whether ${scores} changed after social prescribing. If they did, we could not say that it was the cause.`;
  }
  if (finding.kind === "without-interval") return `How surely ${scores} changed is confidential here. ${cannotSayCause}`;
  return `${capital(scores)} were ${finding.slightly ? "slightly " : ""}${directionWords[finding.direction]} after social prescribing. ${cannotSayCause}`;
}

/** The answer at the head of a place's first page: what was found of the fixed list of outcomes, and which of them is the main one. */
export function placeLede({ outcomes }: PlaceReport): string {
  return [findingsText(outcomes), mainMeasureText(outcomes), cannotSayCause].filter((sentence) => sentence !== "").join(" ");
}

function findingsText(outcomes: readonly OutcomeReport[]): string {
  const alike = Map.groupBy(outcomes, findingText);
  alike.delete("");
  if (alike.size === 0 && outcomes.some((report) => changeFinding(report).kind === "confidential"))
    return "How scores changed is confidential here, or rests on too few people to say.";
  if (alike.size === 0) return "Too few people have scores before and after to say how they changed.";
  const told = [...alike].map(([finding, reports]) => finding.replace("*", scoresOf(reports)));
  return `${told.map(capital).join(". ")}.`;
}

/** The outcome that is the main one, if it is among them. */
export function mainOutcomeOf(outcomes: readonly OutcomeReport[]): OutcomeReport | undefined {
  return outcomes.find(({ outcome }) => outcome === primaryOutcome);
}

/** Said whatever was found, so that nobody takes the outcome that moved most for the one that was asked about. */
function mainMeasureText(outcomes: readonly OutcomeReport[]): string {
  const main = mainOutcomeOf(outcomes);
  if (main === undefined) return "";
  const others = outcomes.length === 1 ? "" : "; the others are other measures";
  return `${constructs[main.outcome].title} (${main.measure.name}) is the main measure of this report${others}.`;
}

/** What is said of one outcome, `*` for its scores, so that outcomes with the same finding share a sentence; nothing where too few. */
function findingText(report: OutcomeReport): string {
  const finding = changeFinding(report);
  if (finding.kind === "too-few" || finding.kind === "confidential") return "";
  if (finding.kind === "cannot-tell") return "we cannot tell whether * changed";
  if (finding.kind === "without-interval") return "how surely * changed is confidential here";
  return `* were ${finding.slightly ? "slightly " : ""}${directionWords[finding.direction]} at follow-up`;
}

function scoresOf(reports: readonly OutcomeReport[]): string {
  const names = reports.map(({ outcome }) => constructs[outcome].scores.replace(/ scores$/, ""));
  const last = names.pop() ?? "";
  return `${names.length === 0 ? last : `${names.join(", ")} and ${last}`} scores`;
}

/** The left box. */
export function whatDataShow(report: OutcomeReport): readonly string[] {
  return [changeSentence(report), shareSentence(report), recoverySentence(report)].filter((sentence) => sentence !== null);
}

/** The right box, of equal weight. */
export function whatDataCannotShow(report: OutcomeReport): readonly string[] {
  return [
    "Whether social prescribing was the cause of any change. Nobody was compared with similar people who were not referred.",
    missingSentence(report),
    "How people would have been without support. People are often referred at a bad time, and scores drift back towards their usual level.",
  ];
}

/**
 * The left box of a place's first page: one sentence for each outcome, and one for all that too few people have scores of. That sentences are about people
 * with both scores is said once above them where more than one would begin with it.
 */
export function whatPlaceShows({ outcomes }: PlaceReport): { readonly lead: string | null; readonly sentences: readonly string[] } {
  const kinds = Map.groupBy(outcomes, (report) => changeFinding(report).kind);
  const shared = [
    [kinds.get("cannot-tell") ?? [], cannotTellSentence],
    [kinds.get("too-few") ?? [], fewSentence],
    [kinds.get("confidential") ?? [], (reports: readonly OutcomeReport[]) => confidentialSentence(scoresOf(reports))],
  ] as const;
  const together = shared.filter(([reports]) => reports.length > 1);
  const alone = outcomes.filter((report) => together.every(([reports]) => !reports.includes(report)));
  const isLed = alone.filter(isAboutFew).length > 1;
  const sentences = [...alone.map((report) => changeSentence(report, isLed)), ...together.map(([reports, sentence]) => sentence(reports))];
  return { lead: isLed ? amongLead : null, sentences };
}

/** Whether the sentence of an outcome has to begin with whom it is about. */
function isAboutFew(report: OutcomeReport): boolean {
  return ["changed", "without-interval"].includes(changeFinding(report).kind) && startsAmong(report);
}

function cannotTellSentence(reports: readonly OutcomeReport[]): string {
  const wider = reports.some(({ change }) => hasWiderInterval(change)) ? ", some shown wider than they are," : "";
  return `We cannot tell whether average ${scoresOf(reports)} changed: the ranges of likely values${wider} include no change.`;
}

function fewSentence(reports: readonly OutcomeReport[]): string {
  return `Fewer than ${sentenceFrom} people have ${scoresOf(reports)} before and after, counted for each: too few to say how they changed.`;
}

/** The right box of a place's first page. */
export function whatPlaceCannotShow({ outcomes }: PlaceReport): readonly string[] {
  const shares = outcomes.map(({ flow }) => bothScoresPercent(flow)).filter((share) => share !== null);
  const missing =
    shares.length === 0
      ? "What happened to people without a follow-up score."
      : `What happened to people without scores before and after: ${range(shares.map((share) => 100 - share))} in 100 people referred, by outcome.`;
  return [
    "Whether social prescribing was the cause of any change. Nobody was compared with similar people who were not referred.",
    missing,
    "Whether referral by a nurse makes a difference: nurses may refer different people.",
  ];
}

function range(values: readonly number[]): string {
  const [low, high] = [decimalText(Math.min(...values), 0), decimalText(Math.max(...values), 0)];
  return low === high ? low : `${low} to ${high}`;
}

function missingSentence({ flow }: OutcomeReport): string {
  const percent = bothScoresPercent(flow);
  if (percent === null) return "What happened to people who have no follow-up score.";
  return `What happened to the ${decimalText(100 - Math.round(percent), 0)} in 100 people referred who do not have scores before and after.`;
}

/** Under the head of every page: whom it is about and when it was made. */
export function pageMeta({ period, asOf, provenance }: PlaceFrame): string {
  return `People ${periodText(period)}. Data to ${dateText(asOf)}. Drawn ${dateText(provenance.drawnOn)}.`;
}
