import { existsSync } from "node:fs";

/** Debian's Chromium, if it is installed: pages are looked at with it, and nothing is downloaded. */
export const chromiumPath = "/usr/bin/chromium";
export const hasChromium = existsSync(chromiumPath);
