import { readDeployed } from "../../adapters/deployment-file.ts";
import { nightPortsFrom, nightSettings } from "../../adapters/night-settings.ts";
import { nightClients, nightStep } from "../../adapters/night-step.ts";
import { profileOf } from "../../core/disclosure/profile.ts";
import { siteFiles } from "../../reports/site-files.ts";
import { placeDrawer } from "./draw-place.ts";
import { renderPages, renderPagesInput } from "./render-pages.ts";

// on cold start
const deployed = readDeployed();
const ports = {
  ...nightPortsFrom(nightSettings.parse(process.env), nightClients(process.env)),
  profileOf,
  siteFiles,
  drawPlace: placeDrawer(deployed),
  evaluations: deployed.evaluations,
  registry: deployed.instruments,
};

// called by the state machine
export const handler = nightStep({
  name: "render-pages",
  input: renderPagesInput,
  work: (input) => renderPages(input, ports),
  reports: ports.reports,
});
