import type { OutcomeReport, PlaceFrame } from "../../core/place-report.ts";
import { disclosureText } from "../words/disclosure-words.ts";
import {
  flowAlt,
  flowColumns,
  flowEmpty,
  flowNote,
  flowRows,
  flowSteps,
  flowSubtitle,
  flowTitle,
  howToReadFlow,
} from "../words/flow-words.ts";
import { countText, percentText, shownText } from "../words/numbers.ts";
import type { DataRecord, Figure, TableTwin } from "./figure.ts";
import { flowNarrow } from "./flow-narrow.ts";
import { flowWide } from "./flow-wide.ts";

/** People at each step from referral to a follow-up score. */
export function flowFigure(report: OutcomeReport, place: PlaceFrame): Figure {
  const { flow } = report;
  const subtitle = flowSubtitle(report, place);
  const drawn = flow.referred.kind === "value" && flow.referred.value > 0;
  return {
    id: "flow",
    title: flowTitle(report),
    subtitle,
    how: howToReadFlow,
    notes: [...flowNote(flow), disclosureText(place)],
    alt: flowAlt(flow),
    tables: [tableOf(report, subtitle)],
    records: recordsOf(report),
    picture: drawn ? { wide: flowWide(flow), narrow: flowNarrow(flow) } : { empty: flowEmpty(report) },
  };
}

function tableOf({ flow }: OutcomeReport, caption: string): TableTwin {
  const referred = flow.referred.kind === "value" ? flow.referred.value : null;
  const steps = flowSteps(flow).map(({ label, n }) => [
    label,
    shownText(n, countText),
    n.kind === "value" && referred !== null && referred > 0 ? percentText(Math.min(100, (n.value / referred) * 100)) : "[c]",
  ]);
  return {
    caption,
    columns: flowColumns.map((label, index) => ({ label, numeric: index > 0 })),
    rows: [
      ...steps,
      [flowRows.notYetDue, shownText(flow.notYetDue, countText), ""],
      [flowRows.overdue, shownText(flow.overdue, countText), ""],
    ],
  };
}

function recordsOf({ flow }: OutcomeReport): readonly DataRecord[] {
  const steps = flowSteps(flow).map(({ id, n }) => ({ group: id, statistic: "people", unit: "people" as const, value: n }));
  return [
    ...steps,
    { group: "notYetDue", statistic: "people", unit: "people", value: flow.notYetDue },
    { group: "overdue", statistic: "people", unit: "people", value: flow.overdue },
  ];
}
