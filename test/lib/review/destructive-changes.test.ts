import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkDestructiveChanges, type ResourceChange } from "../../../lib/review/destructive-changes.ts";

const table = { LogicalResourceId: "source1F2E3D4C", ResourceType: "AWS::DynamoDB::GlobalTable" };
const today = "2026-11-22";

describe("the gate before a deployment", () => {
  it.each<[string, ResourceChange, string]>([
    ["removed", { ...table, Action: "Remove" }, "removes"],
    ["replaced", { ...table, Action: "Modify", Replacement: "True" }, "replaces"],
    ["perhaps replaced", { ...table, Action: "Modify", Replacement: "Conditional" }, "may replace"],
    ["replaced and the old one deleted", { ...table, Action: "Modify", Replacement: "True", PolicyAction: "ReplaceAndDelete" }, "removes"],
  ])("stops a change by which a table is %s", (_how, change, does) => {
    expect(checkDestructiveChanges([change], [], today)).toEqual([
      { resource: "source1F2E3D4C", type: "AWS::DynamoDB::GlobalTable", does },
    ]);
  });

  it.each<[string, ResourceChange]>([
    ["a table that is new", { ...table, Action: "Add" }],
    ["a table that changes in place", { ...table, Action: "Modify", Replacement: "False" }],
    [
      "a function that is replaced",
      { LogicalResourceId: "f", ResourceType: "AWS::Lambda::Function", Action: "Modify", Replacement: "True" },
    ],
  ])("lets %s through", (_what, change) => {
    expect(checkDestructiveChanges([change], [], today)).toEqual([]);
  });

  it("lets a waived change through until its day is over, and no other", () => {
    const removed = { ...table, Action: "Remove" };
    const waiver = { resource: "source1F2E3D4C", until: today, reason: "moved to another account and checked there" };

    expect(checkDestructiveChanges([removed], [waiver], today)).toEqual([]);
    expect(checkDestructiveChanges([removed], [waiver], "2026-11-23")).toHaveLength(1);
    expect(checkDestructiveChanges([{ ...removed, LogicalResourceId: "derived" }], [waiver], today)).toHaveLength(1);
  });

  it.each([
    [[{ ...table, Action: "Remove" }], 1],
    [[{ ...table, Action: "Add" }], 0],
  ])("ends the pipe with the code that stops or goes on", (changes, status) => {
    const input = JSON.stringify({ Changes: changes.map((ResourceChange) => ({ ResourceChange })) });
    const script = join(import.meta.dirname, "..", "..", "..", "bin", "review-changes.ts");

    const ended = spawnSync(process.execPath, [script], { input, encoding: "utf8" });

    expect(ended.status).toBe(status);
    expect(ended.stderr.includes("removes source1F2E3D4C (AWS::DynamoDB::GlobalTable)")).toBe(status === 1);
  });
});
