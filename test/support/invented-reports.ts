import { disclosePlace } from "../../core/disclosure/disclose-place.ts";
import type { PlaceReport } from "../../core/place-report.ts";
import { inventedEvaluations } from "./invented-evaluations.ts";
import { inventedPlace, inventedStatistic } from "./invented-place.ts";

/** Reports of very different size, from England to a practice with hardly anybody: every state that a page can be in. */
export const inventedReports: Readonly<Record<string, PlaceReport>> = {
  england: disclosePlace({
    ...inventedPlace("england", inventedStatistic(9420, 42)),
    evaluations: inventedEvaluations(),
    charts: { aims: { anxiety: 50 }, rebases: [{ month: "2025-12", reason: "follow-up by text message began" }] },
  }),
  icb: disclosePlace({ ...inventedPlace("icb", inventedStatistic(2400, 42)), evaluations: inventedEvaluations() }),
  pcn: disclosePlace(inventedPlace("pcn", inventedStatistic(300, 42))),
  practice: disclosePlace(inventedPlace("practice", inventedStatistic(90, 42))),
  "a small practice": disclosePlace(inventedPlace("practice", inventedStatistic(35, 7))),
  "a tiny practice": disclosePlace(inventedPlace("practice", inventedStatistic(6, 7))),
  "a practice with nobody": disclosePlace(inventedPlace("practice", new Map())),
};

/** The report of that name. */
export function inventedReport(name: string): PlaceReport {
  const report = inventedReports[name];
  if (report === undefined) throw new Error(`there is no invented report of ${name}`);
  return report;
}
