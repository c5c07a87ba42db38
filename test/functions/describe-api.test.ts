import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { activityOf, activityWords } from "../../core/episodes/activity.ts";
import { lossReasonOf, lossReasonWords } from "../../core/episodes/loss-reason.ts";
import { scoringRules } from "../../core/scoring/scoring-rules.ts";
import { readJsonSubmission } from "../../core/submission/read-json.ts";
import { submissionRules } from "../../core/submission/submission-rules.ts";
import { answerDescription } from "../../functions/describe-api/answer-description.ts";
import { docsPage } from "../../functions/describe-api/docs-page.ts";
import { describeApi } from "../../functions/describe-api/openapi.ts";
import { submissionExample } from "../../functions/describe-api/submission-example.ts";

type Described = { readonly properties?: Record<string, object> };

describe("the description of the API", () => {
  it("is the one that is committed: after a change, write docs/api/openapi.json anew from describeApi()", () => {
    expect(JSON.parse(readFileSync("docs/api/openapi.json", "utf8"))).toEqual(JSON.parse(JSON.stringify(describeApi())));
  });

  it("says of every field what it is", () => {
    const described = Object.entries(JSON.parse(JSON.stringify(describeApi().components?.schemas)) as Record<string, Described>);
    const silent = described.flatMap(([schema, { properties = {} }]) =>
      Object.entries(properties).flatMap(([field, holds]) =>
        ["description", "const", "$ref"].some((word) => word in holds) ? [] : [`${schema}.${field}`],
      ),
    );

    expect(described.length).toBeGreaterThan(30);
    expect(silent).toEqual([]);
  });

  it("shows a submission that is taken as it stands", () => {
    const read = readJsonSubmission(JSON.stringify(submissionExample), { today: "2026-11-22", now: Date.parse("2026-11-22T09:00:00Z") });

    expect(read.ok && read.value.records.map(({ events }) => events.ok)).toEqual(submissionExample.events.map(() => true));
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

  it("lists the words that are known, and what each is counted as", () => {
    for (const [activity, words] of activityWords) for (const word of words) expect(activityOf(word)).toBe(activity);
    for (const [reason, words] of lossReasonWords) for (const word of words) expect(lossReasonOf(word)).toBe(reason);
    for (const word of ["walking group", "uncontactable"]) expect(page).toContain(word);
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
