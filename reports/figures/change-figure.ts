import type { ChangeTable, OutcomeReport, PlaceReport } from "../../core/place-report.ts";
import { changeTitle, regressionSentence, sentenceFrom } from "../words/change-words.ts";
import { classWords, constructs, measureText, periodText } from "../words/construct-words.ts";
import { changeText, countText, decimalText, intervalText, percentText, shownText } from "../words/numbers.ts";
import { changeDrawing } from "./change-drawing.ts";
import type { DataRecord, Figure, TableTwin } from "./figure.ts";

/** Scores before and after, and the size of each person's change. */
export function changeFigure(report: OutcomeReport, place: PlaceReport): Figure {
  const { change, measure } = report;
  const n = shownText(change.n, countText);
  const subtitle = `${measureText(measure)}, ${n} people with both scores, ${periodText(place.period)}`;
  const isDrawn = change.n.kind === "value" && change.n.value >= sentenceFrom && change.changes.length > 1 && change.scores.length > 1;
  return {
    id: "change",
    title: changeTitle(report),
    subtitle,
    how: howToRead(report),
    notes: notesOf(report, place),
    alt: altOf(report),
    tables: [averagesTable(report), changesTable(report), scoresTable(report)].filter(({ rows }) => rows.length > 0),
    records: recordsOf(report),
    picture: isDrawn ? { wide: changeDrawing(report, "wide"), narrow: changeDrawing(report, "narrow") } : { empty: emptyWords(report) },
  };
}

function emptyWords({ change, measure }: OutcomeReport): string {
  if (change.n.kind === "value" && change.n.value === 0)
    return `Nobody has two ${measure.name} scores yet. The figure appears when ${sentenceFrom} people have.`;
  return `Fewer than ${sentenceFrom} people have ${measure.name} scores before and after. The figure appears when ${sentenceFrom} people have.`;
}

function howToRead(report: OutcomeReport): string {
  const left = "Grey bars show how many people had each score, before and after. The black line joins the two averages. ";
  if (report.change.changes.some(({ kind }) => kind === "mixed")) {
    return `${left}In the other chart each bar is a size of change. Bars are wide and grey where narrower ones would tell of only a few people.`;
  }
  const sides = report.measure.direction === "higher-is-better" ? ["right", "left"] : ["left", "right"];
  const { isReliable } = classWords(report);
  const beyond = isReliable ? " by more than the measure’s error" : "";
  return (
    `${left}In the other chart each bar is a size of change: ` +
    `blue, on the ${sides[0]}, are people who improved${beyond}; orange, on the ${sides[1]}, are people who got worse${beyond}.`
  );
}

function notesOf(report: OutcomeReport, place: PlaceReport): readonly string[] {
  const { change, reliable, measure } = report;
  const [first, last] = [change.changes[0], change.changes.at(-1)];
  const mean =
    change.meanChange.kind === "value"
      ? `Average change ${changeText(change.meanChange.value)} points (95% confidence interval ${intervalText(change.meanChange, changeText)}).`
      : "The average change is not shown here.";
  const threshold =
    reliable.threshold === null
      ? `There is no agreed threshold for a reliable change of ${measure.name}, so any change is shown, and called that.`
      : `Reliable change is ${reliable.threshold} points or more (${measure.sources.find((source) => source.startsWith("Reliable"))?.slice(0, -1) ?? ""}).`;
  const grouped =
    first === undefined || last === undefined || first === last
      ? ""
      : ` Changes of ${changeText(first.to, 0)} or lower and of ${changeText(last.from, 0)} or higher are grouped, so that no bar tells of only a few people.`;
  return [
    `${mean} ${threshold}${grouped}`,
    regressionSentence(report),
    "This compares people with themselves, before and after. Some improvement is expected without any service.",
    place.suppression.words,
  ];
}

function altOf(report: OutcomeReport): string {
  const { change, reliable } = report;
  const words = classWords(report);
  return (
    `Two charts. First: scores at the start, average ${shownText(change.meanBaseline, decimalText)}, and at follow-up, average ` +
    `${shownText(change.meanFollowUp, decimalText)}. Second: each person's change. ${words.improved}: ` +
    `${shownText(reliable.improved.percent, percentText)}; ${words.unchanged}: ${shownText(reliable.unchanged.percent, percentText)}; ` +
    `${words.deteriorated}: ${shownText(reliable.deteriorated.percent, percentText)}. Average change ${shownText(change.meanChange, changeText)} points.`
  );
}

function averagesTable({ change, measure, outcome }: OutcomeReport): TableTwin {
  const few = change.unreliable ? " (fewer than 30 people: unreliable)" : "";
  return {
    caption: `${constructs[outcome].title}: averages of ${measure.name} among people with both scores${few}`,
    columns: ["Average", "Value", "95% confidence interval"].map((label, index) => ({ label, numeric: index > 0 })),
    rows: [
      ["People with both scores", shownText(change.n, countText), ""],
      ["First score, mean", shownText(change.meanBaseline, decimalText), ""],
      ["Follow-up score, mean", shownText(change.meanFollowUp, decimalText), ""],
      ["Change, mean", shownText(change.meanChange, changeText), intervalText(change.meanChange, changeText)],
      ["Change, median", shownText(change.medianChange, changeText), ""],
      ["Change, standard deviation", shownText(change.standardDeviationOfChange, decimalText), ""],
    ],
  };
}

function changesTable({ change, measure }: OutcomeReport): TableTwin {
  const total = change.n.kind === "value" ? change.n.value : 0;
  return {
    caption: `People by change in ${measure.name} score`,
    columns: ["Change", "People", "Per cent"].map((label, index) => ({ label, numeric: index > 0 })),
    rows: change.changes.map((bar, index) => [
      rangeText(bar, { isFirst: index === 0, isLast: index === change.changes.length - 1, format: (value) => changeText(value, 0) }),
      shownText(bar.n, countText),
      bar.n.kind === "value" && total > 0 ? `${decimalText((bar.n.value / total) * 100)}%` : "[c]",
    ]),
  };
}

function scoresTable({ change, measure }: OutcomeReport): TableTwin {
  return {
    caption: `People by ${measure.name} score before and after`,
    columns: ["Score", "First score", "Follow-up score"].map((label, index) => ({ label, numeric: index > 0 })),
    rows: change.scores.map((bar) => [
      rangeText(bar, { isFirst: false, isLast: false, format: String }),
      shownText(bar.baseline, countText),
      shownText(bar.followUp, countText),
    ]),
  };
}

type RangeEnds = { readonly isFirst: boolean; readonly isLast: boolean; readonly format: (value: number) => string };

function rangeText({ from, to }: { readonly from: number; readonly to: number }, { isFirst, isLast, format }: RangeEnds): string {
  if (isFirst) return `${format(to)} or lower`;
  if (isLast) return `${format(from)} or higher`;
  return from === to ? format(from) : `${format(from)} to ${format(to)}`;
}

function recordsOf({ change }: OutcomeReport): readonly DataRecord[] {
  const { unreliable } = change;
  const all = (statistic: string, unit: DataRecord["unit"], value: DataRecord["value"]) => ({
    group: "all",
    statistic,
    unit,
    value,
    unreliable,
  });
  return [
    all("people with both scores", "people", change.n),
    all("mean first score", "points", change.meanBaseline),
    all("mean follow-up score", "points", change.meanFollowUp),
    all("mean change", "points", change.meanChange),
    all("median change", "points", change.medianChange),
    all("standard deviation of change", "points", change.standardDeviationOfChange),
    ...regressionRecords(change),
    ...change.changes.map((bar) => binRecord("change", bar, bar.n)),
    ...change.scores.map((bar) => binRecord("first score", bar, bar.baseline)),
    ...change.scores.map((bar) => binRecord("follow-up score", bar, bar.followUp)),
  ];
}

function regressionRecords({ regression }: ChangeTable): readonly DataRecord[] {
  if (regression === null) return [];
  const cases = (statistic: string, unit: DataRecord["unit"], value: DataRecord["value"]) => ({
    group: "cases at the start",
    statistic,
    unit,
    value,
  });
  return [
    cases("people", "people", regression.cases),
    cases("mean change", "points", regression.observed),
    ...regression.expected.map(({ reliability, change }) =>
      cases(`mean change expected if nothing had happened, reliability ${reliability}`, "points", change),
    ),
  ];
}

function binRecord(
  group: string,
  { from, to }: Pick<ChangeTable["changes"][number], "from" | "to">,
  value: DataRecord["value"],
): DataRecord {
  return { group, statistic: `people from ${from} to ${to} points`, unit: "people", value };
}
