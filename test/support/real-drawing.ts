import { sha256 } from "../../adapters/sha256.ts";
import type { WholeNightPorts } from "../../bin/commands/night/run-night.ts";
import { disclosePlace } from "../../core/disclosure/disclose-place.ts";
import { profileOf } from "../../core/disclosure/profile.ts";
import { stampReport } from "../../core/disclosure/stamp-report.ts";
import { renderPlace } from "../../reports/render-place.ts";
import { siteFiles } from "../../reports/site-files.ts";

/** Disclosing and drawing as the product does, in the place of the twin's plain text. */
export const realDrawing: Pick<WholeNightPorts, "drawPlace" | "profileOf" | "siteFiles"> = {
  profileOf,
  siteFiles,
  drawPlace: async (statistics) => renderPlace(stampReport(disclosePlace(statistics, profileOf(statistics.place.level)), sha256)),
};
