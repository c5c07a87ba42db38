import { sha256 } from "../../adapters/sha256.ts";
import { noChartRules } from "../../core/chart-rules.ts";
import { disclosePlace } from "../../core/disclosure/disclose-place.ts";
import { profileOf } from "../../core/disclosure/profile.ts";
import { stampReport } from "../../core/disclosure/stamp-report.ts";
import type { Deployment } from "../../core/instruments/deployed.ts";
import type { Chapters, DrawnPlace } from "../../core/place-report.ts";
import type { PlaceStatistics } from "../../core/place-statistics.ts";

/** What a deployer declares that changes how a place is disclosed and drawn. */
export type DrawingChoices = Partial<Pick<Deployment, "instruments" | "charts">>;

/**
 * Discloses one place as a deployment wants it, and draws what readers do not have already: the same on AWS, here, and from the command line. What draws is loaded with the first place, so that a cold start
 * is not kept waiting for it.
 */
export function placeDrawer({ instruments, charts = noChartRules }: DrawingChoices) {
  return async (statistics: PlaceStatistics, shown: Chapters): Promise<DrawnPlace> => {
    const { renderChanged } = await import("../../reports/render-place.ts");
    const report = disclosePlace({ ...statistics, charts }, profileOf(statistics.place.level), instruments);
    return renderChanged(stampReport(report, sha256), { shown, digest: sha256 });
  };
}
