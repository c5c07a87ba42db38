import { join } from "node:path";
import { foldVersion } from "../core/episodes/contribution.ts";
import { methodVersion } from "../core/night/versions.ts";
import { codeVersion } from "../lib/code-version.ts";
import manifest from "../package.json" with { type: "json" };

/** What to name when a number is cited or a fault is told: the release, and what every report of this checkout carries in its stamp (for deployments without settings of their own). */
export function version(): string {
  return `hearten ${manifest.version}, method ${methodVersion}, fold ${foldVersion}, code ${codeVersion(join(import.meta.dirname, "..")).slice(0, 12)}`;
}
