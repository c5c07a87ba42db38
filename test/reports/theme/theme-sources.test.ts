import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { formCss } from "../../../reports/theme/form-css.ts";
import { reportCss } from "../../../reports/theme/report-css.ts";
import { metricCompatibleFont, styleModule, widthsModule } from "../../support/theme-sources.ts";

const hasFont = existsSync(metricCompatibleFont);

describe("what is generated and committed", () => {
  it.each([
    ["report", reportCss],
    ["form", formCss],
  ] as const)("has the %s style sheet that its source compiles to (else: node test/support/theme-sources.ts)", (name, css) => {
    expect(css).toBe(JSON.parse(/"(?:[^"\\]|\\.)*"/.exec(styleModule(name))?.[0] ?? '""'));
  });

  it("fetches nothing: no font, no picture, no other sheet, and no licensed name", () => {
    for (const css of [reportCss, formCss]) expect(css).not.toMatch(/url\(|@import|@font-face|frutiger/i);
  });

  it.runIf(hasFont)("has the widths of a font that is as wide as Arial", () => {
    expect(JSON.parse(readFileSync("reports/draw/arial-widths.json", "utf8"))).toEqual(JSON.parse(widthsModule()));
  });

  it(`was ${hasFont ? "" : "not "}compared with the widths of Liberation Sans, which is ${hasFont ? "" : "not "}on this machine`, () => {
    expect(existsSync(metricCompatibleFont)).toBe(hasFont);
  });
});
