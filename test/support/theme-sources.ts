import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { compile } from "sass";
import { advanceWidths } from "./font-widths.ts";

/** What is generated and committed under `reports/`; `node test/support/theme-sources.ts` writes it again, and a test says when it is due. */
const root = fileURLToPath(new URL("../../", import.meta.url));

/** A font file whose widths are Arial's, from Debian's fonts-liberation. */
export const metricCompatibleFont = "/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf";

/** Where `nhsuk/...` in the style sheet's source is found. */
const nhsukStyles = fileURLToPath(new URL("dist/", import.meta.resolve("nhsuk-frontend/package.json")));

/** Icons of sortable tables and search fields, which no page has: nothing may be fetched. */
const rulesWithImages = /[^{}]*\{[^{}]*url\([^{}]*\}/g;

/** A style sheet, of the reports or of the forms, as a module, so that it reaches the bundles without reading a file. */
export function styleModule(name: "report" | "form" = "report"): string {
  const { css } = compile(`${root}reports/theme/${name}.scss`, {
    style: "compressed",
    loadPaths: [nhsukStyles],
    logger: { warn: () => {} },
  });
  const own = css.replace(/^\uFEFF/, "").replace(rulesWithImages, "");
  return `/** Compiled from ${name}.scss by test/support/theme-sources.ts: change that, not this. */\nexport const ${name}Css =\n  ${JSON.stringify(own)};\n`;
}

/** Advance widths of the regular and bold faces as canonical JSON. */
export function widthsModule(): string {
  const bold = metricCompatibleFont.replace("Regular", "Bold");
  return `${JSON.stringify({ regular: advanceWidths(metricCompatibleFont), bold: advanceWidths(bold) }, null, 2)}\n`;
}

if (import.meta.main) {
  writeFileSync(`${root}reports/theme/report-css.ts`, styleModule());
  writeFileSync(`${root}reports/theme/form-css.ts`, styleModule("form"));
  writeFileSync(`${root}reports/draw/arial-widths.json`, widthsModule());
}
