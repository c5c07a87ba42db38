import { describe, expect, it } from "vitest";
import { docsPage } from "../../functions/describe-api/docs-page.ts";
import { describeApi } from "../../functions/describe-api/openapi.ts";
import { printed, printedPage } from "../../functions/describe-api/printed.ts";

/** Every summary and description of a document, whatever it belongs to. */
function toldIn(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, held]) =>
    typeof held === "string" ? (/^(description|summary)$/.test(key) ? [held] : []) : toldIn(held),
  );
}

const straight = /['"]/;

describe("what people read of the API", () => {
  it("has curved apostrophes and quotation marks, and leaves code as it is typed", () => {
    expect(printed("the practice's, or \"none\", in `it's`")).toBe("the practice’s, or “none”, in `it's`");
    expect(printedPage('<p title="it\'s">it&#39;s</p><pre>{"it\'s": 1}</pre><code>it&#39;s</code>')).toBe(
      '<p title="it\'s">it’s</p><pre>{"it\'s": 1}</pre><code>it&#39;s</code>',
    );
  });

  it("has no straight one left in the page's prose, nor in any description of the document", () => {
    const prose = docsPage()
      .replace(/<(code|pre|style)\b[^>]*>[\s\S]*?<\/\1>/g, "")
      .replace(/<[^>]*>/g, "");
    const told = toldIn(describeApi()).map((text) => text.replace(/`[^`]*`/g, ""));

    expect(prose.length).toBeGreaterThan(5000);
    expect(prose).not.toMatch(/['"]|&#39;|&quot;/);
    expect(told.length).toBeGreaterThan(100);
    expect(told.filter((text) => straight.test(text))).toEqual([]);
  });

  it("keeps every tag of the page as it was: examples can be copied as they stand", () => {
    expect(docsPage()).toContain("&quot;submissionId&quot;: &quot;2026-11-22-0001&quot;");
    expect(docsPage()).toContain('<html lang="en-GB">');
  });
});
