import { dimensionLevels, groupOf } from "../disclosure/dimensions.ts";
import { instrumentFor, isCase } from "../disclosure/measure-of.ts";
import { kindOfChange } from "../disclosure/outcome-counts.ts";
import type { Contribution } from "../episodes/contribution.ts";
import type { Registry } from "../instruments/registry.ts";
import { scoreDifference } from "../outcomes/outcomes.ts";
import { type Dimension, dimensions } from "../place-report.ts";
import { type Parsed, refused, taken } from "../refusal.ts";
import { type Outcome, outcomes } from "../reported-outcomes.ts";

/** The numbers that can be explained: steps of the flow first, then counts of scores and of changes. */
export const explainedNumbers = [
  "referred",
  "accepted",
  "started",
  "lost",
  "baseline",
  "followed-up",
  "without-follow-up",
  "improved",
  "unchanged",
  "deteriorated",
  "cases",
  "recovered",
] as const;
export type ExplainedNumber = (typeof explainedNumbers)[number];

/** One published number: of a place, an outcome, and perhaps of one group alone. */
export type ExplainedCell = {
  readonly place: string;
  readonly outcome: Outcome;
  readonly number: ExplainedNumber;
  readonly group: { readonly dimension: "role" | "month" | Dimension; readonly level: string } | null;
};

const how = "write PLACE/OUTCOME/NUMBER or PLACE/OUTCOME/NUMBER/DIMENSION=GROUP, such as ENG/depression/improved/role=nurse";

/** Reads a cell as it is written on a command line. */
export function parseCell(text: string): Parsed<ExplainedCell> {
  const [place = "", outcome = "", number = "", split, ...rest] = text.split("/");
  const found = { outcome: outcomes.find((each) => each === outcome), number: explainedNumbers.find((each) => each === number) };
  if (rest.length > 0 || !/^[A-Z0-9]{3,6}$/.test(place)) return refused("cell-shape", "cell", how);
  if (found.outcome === undefined) return refused("unknown-outcome", "cell", `name one of ${outcomes.join(", ")}`);
  if (found.number === undefined) return refused("unknown-number", "cell", `name one of ${explainedNumbers.join(", ")}`);
  const group = split === undefined ? taken(null) : parseGroup(split);
  if (!group.ok) return group;
  return taken({ place, outcome: found.outcome, number: found.number, group: group.value });
}

function parseGroup(text: string): Parsed<ExplainedCell["group"]> {
  const [name = "", level = ""] = text.split("=");
  if (name === "month")
    return /^\d{4}-\d{2}$/.test(level) ? taken({ dimension: name, level }) : refused("unknown-group", "cell", "name a month as YYYY-MM");
  const dimension = (["role", ...dimensions] as const).find((each) => each === name);
  if (dimension === undefined) return refused("unknown-group", "cell", `split by one of role, month, ${dimensions.join(", ")}`);
  const levels = dimensionLevels[dimension];
  return levels.includes(level) ? taken({ dimension, level }) : refused("unknown-group", "cell", `name one of ${levels.join(", ")}`);
}

/** Whether somebody is counted in a cell. */
export function isCounted(cell: ExplainedCell, registry?: Registry): (contribution: Contribution) => boolean {
  const instrument = instrumentFor(cell.outcome, registry);
  return (contribution) => {
    if (!isInGroup(cell.group, contribution)) return false;
    const { steps, outcomes: scores } = contribution;
    const { number } = cell;
    if (number === "referred" || number === "accepted" || number === "started" || number === "lost") return steps.includes(number);
    const own = scores[instrument.id];
    if (own === undefined) return false;
    if (number === "baseline") return true;
    if (own.followUp === null) return number === "without-follow-up";
    if (number === "followed-up") return true;
    if (number === "cases") return isCase(instrument, own.baseline) === true;
    if (number === "recovered") return isCase(instrument, own.baseline) === true && isCase(instrument, own.followUp) === false;
    return kindOfChange(scoreDifference(own.followUp, own.baseline), instrument) === number;
  };
}

function isInGroup(group: ExplainedCell["group"], { role, month, activity, ageBand, sex, imdQuintile, ethnicity }: Contribution): boolean {
  if (group === null) return true;
  if (group.dimension === "month") return month === group.level;
  const levels = { role, activity, age: ageBand, sex, imd: String(imdQuintile ?? "unknown"), ethnicity };
  return groupOf(group.dimension, levels[group.dimension]) === group.level;
}
