import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { codedNeeds } from "../../../core/fhir/coded-needs.ts";
import { codedReferrers } from "../../../core/fhir/coded-referrers.ts";
import { lookalikeCodes } from "../../../core/fhir/coded-scores.ts";
import { readFhirSubmission } from "../../../core/fhir/read-fhir-submission.ts";
import { taskStatuses } from "../../../core/fhir/task.ts";
import { isTestNhsNumber } from "../../../core/identifiers/nhs-number.ts";
import { instruments } from "../../../core/instruments/registry.ts";

const { Fhir } = createRequire(import.meta.url)("fhir") as typeof import("fhir");
const page = readFileSync("docs/api/fhir.md", "utf8");
const rows = page.split("\n").map((line) => line.split("|").map((cell) => cell.trim()));
const example = /```json fhir-example\n([\s\S]*?)```/.exec(page)?.[1] ?? "";

describe("the page about FHIR", () => {
  it("has an example that is taken as it stands, of a number that is never issued", () => {
    const read = readFhirSubmission(example, { today: "2026-11-22", now: Date.parse("2026-11-22T12:00:00Z") });
    const told = read.ok
      ? read.value.records.map(({ events }) => (events.ok ? events.value.map(({ type }) => type) : events.refusals))
      : read;
    expect(told).toEqual([["referral.recorded"], ["referral.progressed"], ["survey.completed"]]);
    expect(example.match(/\b[0-9]{10}\b/g)?.every(isTestNhsNumber)).toBe(true);
  });

  it("has an example that is valid by HL7's R4 definitions", () => {
    const { messages } = new Fhir().validate(JSON.parse(example), { errorOnUnexpected: true });
    expect(messages.filter(({ severity }) => severity === "error" || severity === "fatal")).toEqual([]);
  });

  it("lists every mapping with the mark that it has in the data, and no other", () => {
    const marked = (code: string) => rows.filter((cells) => cells[1] === `\`${code}\``).map((cells) => cells.at(-2) ?? "");
    for (const { code, evidence } of [...codedReferrers, ...codedNeeds, ...lookalikeCodes]) {
      expect([code, marked(code).map((mark) => mark.split(":")[0])]).toEqual([code, [evidence]]);
    }
    for (const { status, evidence } of taskStatuses) expect(marked(status)).toEqual([evidence]);
    const listed = rows.flatMap((cells) => /^`([0-9]{6,18}|[0-9]+-[0-9])`$/.exec(cells[1] ?? "")?.[1] ?? []);
    expect(listed).toHaveLength(codedReferrers.length + codedNeeds.length + lookalikeCodes.length);
  });

  it("lists every instrument with its codes", () => {
    for (const { id, codes } of instruments.values()) {
      const row = rows.find((cells) => cells[1] === `\`${id}\``)?.join(" ") ?? "";
      const scores = [...codes.snomed, ...codes.loinc].filter(({ means }) => means === "score" || means === "index");
      expect([id, scores.map(({ code }) => code).filter((code) => !row.includes(code))]).toEqual([id, []]);
      expect(row).not.toBe("");
    }
  });
});
