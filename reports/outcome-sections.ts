import type { OutcomeReport, PlaceReport } from "../core/place-report.ts";
import { activityFigure } from "./figures/activity-figure.ts";
import { bandFigure } from "./figures/band-figure.ts";
import { changeFigure } from "./figures/change-figure.ts";
import { equityFigure } from "./figures/equity-figure.ts";
import type { Figure } from "./figures/figure.ts";
import { flowFigure } from "./figures/flow-figure.ts";
import { funnelFigure } from "./figures/funnel-figure.ts";
import { monthFigure } from "./figures/month-figure.ts";
import { shareFigure } from "./figures/share-figure.ts";
import { classWords } from "./words/construct-words.ts";

/** One section of an outcome's page: where links point, what it is called, and its figure; `null` where the measure has none of the kind. */
export type OutcomeSection = {
  readonly id: string;
  readonly label: (report: OutcomeReport) => string;
  readonly make: (report: OutcomeReport, place: PlaceReport) => Figure | null;
};

/** The sections of every outcome's page, in their fixed order: who is in the data, what changed, who improved, after what, when, and in which groups. */
export const outcomeSections: readonly OutcomeSection[] = [
  { id: "who", label: () => "Who is in the data", make: flowFigure },
  { id: "what", label: () => "What changed", make: changeFigure },
  { id: "bands", label: () => "Bands before and after", make: bandFigure },
  {
    id: "shares",
    label: (report) => (classWords(report).isReliable ? "How many improved reliably" : "How many scores moved"),
    make: shareFigure,
  },
  { id: "activity", label: () => "By activity", make: activityFigure },
  { id: "months", label: () => "Month by month", make: monthFigure },
  { id: "places", label: () => "Between places", make: funnelFigure },
  { id: "groups", label: () => "Between groups of people", make: equityFigure },
];

/** The figures of an outcome's page: their ids, what their sections are called, and whether they are drawn. */
export function figureFolders(report: OutcomeReport, place: PlaceReport) {
  return outcomeSections.flatMap(({ label, make }) => {
    const figure = make(report, place);
    return figure === null ? [] : [{ id: figure.id, label: label(report), isDrawn: "wide" in figure.picture }];
  });
}
