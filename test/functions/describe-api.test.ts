import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { scoringRules } from "../../core/scoring/scoring-rules.ts";
import { submissionRules } from "../../core/submission/submission-rules.ts";
import { answerDescription } from "../../functions/describe-api/answer-description.ts";
import { docsPage } from "../../functions/describe-api/docs-page.ts";
import { describeApi } from "../../functions/describe-api/openapi.ts";

describe("the description of the API", () => {
  it("is the one that is committed: after a change, write docs/api/openapi.json anew from describeApi()", () => {
    expect(JSON.parse(readFileSync("docs/api/openapi.json", "utf8"))).toEqual(JSON.parse(JSON.stringify(describeApi())));
  });

  it("refers only to what it holds", () => {
    const text = JSON.stringify(describeApi());
    const schemas = Object.keys(describeApi().components?.schemas ?? {});
    for (const [, name] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)) expect(schemas).toContain(name);
  });

  it("is served as JSON and as a page that may run and load nothing", () => {
    const json = answerDescription({ path: "/v1/openapi.json" });
    const page = answerDescription({ path: "/docs" });

    expect(JSON.parse(json.body)).toMatchObject({ openapi: "3.1.1" });
    expect(page.headers?.["content-type"]).toBe("text/html; charset=utf-8");
    expect(page.headers?.["content-security-policy"]).toMatch(/^default-src 'none'; style-src 'sha256-[A-Za-z0-9+/=]{44}';/);
  });
});

describe("the page for people", () => {
  const page = docsPage();

  it("explains every rule, under the address that problems name", () => {
    for (const rule of Object.keys({ ...submissionRules, ...scoringRules })) expect(page).toContain(`id="${rule}"`);
  });

  it("has no script, loads nothing, and no id twice", () => {
    expect(page).not.toMatch(/<script|<img|<link|@import|url\(|\son[a-z]+=|https?:/i);
    const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, id] of page.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(id);
  });

  it("has a language, one heading at the top, a caption on every table and a heading on every column", () => {
    expect(page).toMatch(/<html lang="en-GB">/);
    expect(page.match(/<h1/g)).toHaveLength(1);
    expect(page.match(/<table/g)?.length).toBe(page.match(/<caption>[^<]+<\/caption>/g)?.length);
    expect(page).not.toMatch(/<th scope="(col|row)"><\/th>/);
  });
});
