import type { OutcomeReport } from "../../core/place-report.ts";
import type { Drawing, Layout } from "../draw/drawing.ts";
import { changeHistogram, histogramData } from "./change-histogram.ts";
import { scoreSlope, slopeData } from "./score-slope.ts";

/** The two charts of a paired change: beside each other, or one above the other on a phone. */
export function changeDrawing(report: OutcomeReport, layout: Layout): Drawing {
  const narrow = layout === "narrow";
  const histogram = histogramData(report, layout);
  return {
    template: {
      [narrow ? "vconcat" : "hconcat"]: [scoreSlope(report.measure, layout), changeHistogram(report.measure, layout)],
      spacing: narrow ? 46 : 30,
      resolve: { scale: { x: "independent", y: "independent" } },
    },
    params: histogram.params,
    datasets: { ...slopeData(report), ...histogram.datasets },
  };
}
