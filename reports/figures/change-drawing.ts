import type { OutcomeReport } from "../../core/place-report.ts";
import type { Drawing, Layout } from "../draw/drawing.ts";
import { hasHistogram } from "../words/change-figure-words.ts";
import { changeHistogram, histogramData } from "./change-histogram.ts";
import { scoreSlope, slopeData } from "./score-slope.ts";

/**
 * The two charts of a paired change: beside each other, or one above the other on a phone. Where one bar would hold every change there is no second chart,
 * and scores and averages stand alone.
 */
export function changeDrawing(report: OutcomeReport, layout: Layout): Drawing {
  const narrow = layout === "narrow";
  if (!hasHistogram(report)) return { template: scoreSlope(report.measure, layout), params: {}, datasets: slopeData(report) };
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
