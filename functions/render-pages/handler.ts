import { readDeployed } from "../../adapters/deployment-file.ts";
import { nightPortsFrom, nightSettings } from "../../adapters/night-settings.ts";
import { nightClients, nightStep } from "../../adapters/night-step.ts";
import { sha256 } from "../../adapters/sha256.ts";
import { noChartRules } from "../../core/chart-rules.ts";
import { disclosePlace } from "../../core/disclosure/disclose-place.ts";
import { profileOf } from "../../core/disclosure/profile.ts";
import { stampReport } from "../../core/disclosure/stamp-report.ts";
import type { PlaceStatistics } from "../../core/place-statistics.ts";
import { siteFiles } from "../../reports/site-files.ts";
import { renderPages, renderPagesInput } from "./render-pages.ts";

// on cold start
const { instruments, evaluations, charts = noChartRules } = readDeployed();
const drawPlace = async (statistics: PlaceStatistics) => {
  const { renderPlace } = await import("../../reports/render-place.ts");
  return renderPlace(stampReport(disclosePlace({ ...statistics, charts }, profileOf(statistics.place.level), instruments), sha256));
};
const ports = {
  ...nightPortsFrom(nightSettings.parse(process.env), nightClients(process.env)),
  profileOf,
  siteFiles,
  drawPlace,
  evaluations,
  registry: instruments,
};

// called by the state machine
export const handler = nightStep({
  name: "render-pages",
  input: renderPagesInput,
  work: (input) => renderPages(input, ports),
  reports: ports.reports,
});
