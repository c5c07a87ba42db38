import type { BandMove, BandTable, OutcomeReport, PlaceFrame } from "../../core/place-report.ts";
import { capital } from "./capital.ts";
import { confidentialEmpty, sentenceFrom } from "./change-words.ts";
import { constructs, periodText } from "./construct-words.ts";
import { countText, percentText, shownText } from "./numbers.ts";

/** The title of the figure of bands: a move for the better is never named without one for the worse. */
export function bandTitle({ outcome, bands, measure }: OutcomeReport): string {
  const what = constructs[outcome].scores.replace(/ scores$/, "");
  if (bands?.n.kind === "suppressed") return `How ${what} bands changed is confidential here [c]`;
  if (bands === null || bands.n.kind !== "value" || bands.n.value < sentenceFrom) return `Too few people to show how ${what} bands changed`;
  const isUp = measure.direction === "higher-is-better";
  const [better, worse] = isUp ? [moveWords.higher, moveWords.lower] : [moveWords.lower, moveWords.higher];
  const [up, down] = [moveText(bands.higher), moveText(bands.lower)];
  const [first, second] = isUp ? [up, down] : [down, up];
  if (first === null && second === null) return `The numbers of people who changed ${what} band are confidential here [c]`;
  if (first === null) return `${capital(second ?? "")} moved to a ${worse} ${what} band; moves to ${better} ones are confidential [c]`;
  if (second === null) return `${capital(first)} moved to a ${better} ${what} band; moves to ${worse} ones are confidential [c]`;
  return `${capital(first)} moved to a ${better} ${what} band and ${second} to a ${worse} one`;
}

const moveWords = { higher: "higher", lower: "lower" } as const;

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

/** `Mild (5 to 9)`. */
export function bandText({ label, from, to }: { readonly label: string; readonly from: number; readonly to: number }): string {
  return `${capital(label)} (${from} to ${to})`;
}

/** The table of bands for a reader who cannot see it. */
export function bandAlt({ rows }: BandTable): string {
  const told = rows.map(
    ({ label, n, cells }) =>
      `${capital(label)} at the start, ${shownText(n, countText)} people: ${cells
        .map(({ percent }, index) => `${rows[index]?.label ?? ""} ${shownText(percent, percentText)}`)
        .join(", ")}`,
  );
  return `Heat map of bands at the start by bands at follow-up. ${told.join(". ")}.`;
}

/** Measure, people and period. */
export function bandSubtitle({ bands, measure }: OutcomeReport, place: PlaceFrame): string {
  const people = bands === null ? "" : shownText(bands.n, countText);
  return `${measure.name} band at follow-up as a per cent of each band at the start, ${people} people with both scores, ${periodText(place.period)}`;
}

/** Why there is no picture. */
export function bandEmpty({ bands, measure }: OutcomeReport): string {
  if (bands?.n.kind === "suppressed") return confidentialEmpty(measure.name);
  return `Fewer than ${sentenceFrom} people have ${measure.name} scores before and after. The figure appears when ${sentenceFrom} people have.`;
}

/** What the table and the picture print. */
export const bandLabels = {
  start: "Band at the start",
  people: "People",
  peopleOf: (label: string) => `${capital(label)}, people`,
  shareOf: (label: string) => `${capital(label)}, per cent`,
  atStart: (n: string) => `${n} at the start`,
  count: (n: string) => `${n} people`,
  followUp: ["Band at follow-up", "Score at follow-up"],
} as const;
