import { readDeployed } from "../../adapters/deployment-file.ts";
import { explainedEpisodes } from "../../adapters/explained-episodes.ts";
import { nightPortsFrom, nightSettings } from "../../adapters/night-settings.ts";
import { nightClients } from "../../adapters/night-step.ts";
import { operatorCall } from "../../adapters/operator-call.ts";
import { profileOf } from "../../core/disclosure/profile.ts";
import { env } from "../../names.ts";
import { siteFiles } from "../../reports/site-files.ts";
import { previewNight, previewNightInput } from "./preview-night.ts";

// on cold start
const settings = nightSettings.parse(process.env);
const clients = nightClients(process.env);
const { instruments: registry } = readDeployed();
const explaining = explainedEpisodes(clients.dynamo, { source: settings[env.sourceTable], derived: settings[env.derivedTable] });
const ports = { ...nightPortsFrom(settings, clients), profileOf, siteFiles, registry, explaining };

// called by an operator
export const handler = operatorCall({
  name: "preview-night",
  input: previewNightInput,
  work: (input) => previewNight(input, ports),
  audited: (input) => (input.action === "explain" ? { action: "explain" } : { action: "nightly --dry-run" }),
});
