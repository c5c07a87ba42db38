import type { OutcomeReport, PlaceFrame } from "../core/place-report.ts";
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
import { sectionWords } from "./words/shell-words.ts";

/** One section of an outcome's page: where links point, what it is called, and its figure; `null` where the measure has none of the kind. */
export type OutcomeSection = {
  readonly id: string;
  readonly label: (report: OutcomeReport) => string;
  readonly make: (report: OutcomeReport, place: PlaceFrame) => Figure | null;
};

/** The sections of every outcome's page, in their fixed order: who is in the data, what changed, who improved, after what, when, and in which groups. */
export const outcomeSections: readonly OutcomeSection[] = [
  { id: "who", label: () => sectionWords.who, make: flowFigure },
  { id: "what", label: () => sectionWords.what, make: changeFigure },
  { id: "bands", label: () => sectionWords.bands, make: bandFigure },
  {
    id: "shares",
    label: (report) => (classWords(report).isReliable ? sectionWords.reliable : sectionWords.moved),
    make: shareFigure,
  },
  { id: "activity", label: () => sectionWords.activity, make: activityFigure },
  { id: "months", label: () => sectionWords.months, make: monthFigure },
  { id: "places", label: () => sectionWords.places, make: funnelFigure },
  { id: "groups", label: () => sectionWords.groups, make: equityFigure },
];

/** The figures of an outcome's page: their ids, what their sections are called, and whether they are drawn. */
export function figureFolders(report: OutcomeReport, place: PlaceFrame) {
  return outcomeSections.flatMap(({ label, make }) => {
    const figure = make(report, place);
    return figure === null ? [] : [{ id: figure.id, label: label(report), isDrawn: "wide" in figure.picture }];
  });
}
