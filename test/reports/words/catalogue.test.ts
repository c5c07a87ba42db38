import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

/** Where words may stand: a translation replaces this folder, and nothing else. */
const catalogue = "reports/words";

/** Descriptions of columns for programs, in the language of the API's own description. */
const forPrograms = new Set(["reports/outcomes-feed.ts"]);

function sources(): readonly string[] {
  return readdirSync("reports", { recursive: true, encoding: "utf8" })
    .map((file) => join("reports", file))
    .filter((file) => file.endsWith(".ts") && !file.endsWith("css.ts") && !file.startsWith(catalogue) && !forPrograms.has(file));
}

/** What a program holds of words: its texts without comments, imports, faults of the code itself, markup and what is put in. */
function textsOf(program: string): readonly string[] {
  const code = program
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/(^|\s)\/\/.*/g, "")
    .replace(/\bimport\b[^;]*;/g, "")
    .replace(/throw new Error\([^;]*;/g, "");
  const texts = [...code.matchAll(/"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`/g)].map(([, plain, template]) => plain ?? template ?? "");
  return texts.map((text) =>
    text
      .replace(/\$\{[^{}]*\}/g, "~")
      .replace(/\$\{[^{}]*\}/g, "~")
      .replace(/<[^>]*>/g, "|"),
  );
}

/** Three words in a row, or two of which the first begins as a sentence does. */
const sentence = /[A-Za-z]{2,} [A-Za-z~]{2,} [A-Za-z~]+|\b[A-Z][a-z]+ [a-z]+/;

describe("the catalogue of words", () => {
  it("holds every sentence that readers see: none stands outside it", () => {
    const outside = sources().flatMap((file) =>
      textsOf(readFileSync(file, "utf8"))
        .filter((text) => sentence.test(text))
        .map((text) => `${file}: ${text}`),
    );
    expect(outside).toEqual([]);
  });

  it("is looked for in a way that finds sentences in texts, templates and markup, and overlooks comments and faults", () => {
    const found = (program: string) => textsOf(program).some((text) => sentence.test(text));

    expect(found('const a = "The figure appears when there are more.";')).toBe(true);
    expect(found(`html\`<p>\${number} people were referred</p>\``)).toBe(true);
    expect(found('const labels = ["First score"];')).toBe(true);
    expect(found("// a comment says this and that\nconst a = 1;")).toBe(false);
    expect(found('throw new Error("a report requires outcomes and figures");')).toBe(false);
    expect(found(`html\`<div class="nhsuk-width-container head__row">\${title}</div>\``)).toBe(false);
  });
});
