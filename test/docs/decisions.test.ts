import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const folder = "docs/decisions";
const pages = readdirSync(folder).sort();

describe("decisions (decision 001)", () => {
  it("are numbered in line", () => {
    expect(pages.map((page) => Number(page.slice(0, 3)))).toEqual(pages.map((_, index) => index + 1));
  });

  for (const page of pages) {
    it(`${page} says what, why, the consequences and the check in at most 400 words`, () => {
      const text = readFileSync(`${folder}/${page}`, "utf8");
      expect(["**What.**", "**Why.**", "**Consequences.**", "**Check.**"].filter((part) => !text.includes(part))).toEqual([]);
      expect(text.split(/\s+/).length).toBeLessThanOrEqual(400);
    });
  }
});
