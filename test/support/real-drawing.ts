import type { WholeNightPorts } from "../../bin/commands/night/run-night.ts";
import { profileOf } from "../../core/disclosure/profile.ts";
import { placeDrawer } from "../../functions/render-pages/draw-place.ts";
import { siteFiles } from "../../reports/site-files.ts";

/** Disclosing and drawing as the product does, in the place of the twin's plain text. */
export const realDrawing: Pick<WholeNightPorts, "drawPlace" | "profileOf" | "siteFiles"> = {
  profileOf,
  siteFiles,
  drawPlace: placeDrawer({}),
};
