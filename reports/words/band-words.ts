import type { BandMove, OutcomeReport } from "../../core/place-report.ts";
import { capital } from "./capital.ts";
import { sentenceFrom } from "./change-words.ts";
import { constructs } from "./construct-words.ts";
import { percentText } from "./numbers.ts";

/** The title of the figure of bands: a move for the better is never named without one for the worse. */
export function bandTitle({ outcome, bands, measure }: OutcomeReport): string {
  const what = constructs[outcome].scores.replace(/ scores$/, "");
  if (bands === null || bands.n.kind !== "value" || bands.n.value < sentenceFrom) return `Too few people to show how ${what} bands changed`;
  const [better, worse] = measure.direction === "higher-is-better" ? (["higher", "lower"] as const) : (["lower", "higher"] as const);
  const [first, second] = [moveText(bands[better]), moveText(bands[worse])];
  if (first === null && second === null) return `The numbers of people who changed ${what} band are confidential here [c]`;
  if (first === null) return `${capital(second ?? "")} moved to a ${worse} ${what} band; moves to ${better} ones are confidential [c]`;
  if (second === null) return `${capital(first)} moved to a ${better} ${what} band; moves to ${worse} ones are confidential [c]`;
  return `${capital(first)} moved to a ${better} ${what} band and ${second} to a ${worse} one`;
}

function moveText({ n, percent }: BandMove): string | null {
  if (percent.kind === "value") return percentText(percent.value);
  return n.kind === "value" && n.value === 0 ? "nobody" : null;
}

/** What the note of the figure of bands must say. */
export const bandNote =
  "People who start with high scores tend to move down, and people with low scores up, even without support (regression to the mean). " +
  "[c] stands for a number that is confidential, or from which a confidential one could be calculated.";

/** How the table of bands is read. */
export const howToReadBands =
  "Each row is a band at the start and adds up to 100%. Blue: people who moved to a better band. Orange: to a worse one. " +
  "Grey, outlined: people who stayed. Darker means more people of that row.";
