import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { functionNames } from "../../../lib/functions.ts";
import { factsOf } from "../../../lib/review/asset-facts.ts";
import { assetRegister } from "../../../lib/review/asset-register.ts";
import { stages } from "../../../lib/stages.ts";
import { ofType, synthesized } from "../synthesized.ts";

const production = await synthesized(stages.production);
const page = readFileSync(join(import.meta.dirname, "..", "..", "..", "docs", "compliance", "asset-register.md"), "utf8");

describe("the asset register", () => {
  it("is what the production templates say; `node bin/asset-register.ts` writes it anew", () => {
    expect(page).toBe(assetRegister(production));
  });

  it("has every table, bucket, queue, key, account and function, and says of each what it holds", () => {
    const types = ["AWS::DynamoDB::GlobalTable", "AWS::S3::Bucket", "AWS::SQS::Queue", "AWS::KMS::Key", "AWS::Cognito::UserPool"];
    for (const { id } of types.flatMap((type) => ofType(production, type))) expect(page).toContain(`| \`${id}\` |`);
    for (const name of functionNames) expect(page).toContain(`| \`functions/${name}\` |`);
  });

  it("has everything that holds health information under a key of ours, and none of it goes with its stack", () => {
    const rows = page.split("\n").filter((line) => line.includes("| health, "));

    expect(rows).toHaveLength(7);
    for (const row of rows) expect(row).toMatch(/\| `\w+datakey` \| stays \|$/);
  });

  it("stops at what nobody has described", () => {
    expect(() => factsOf({ id: "novel", type: "AWS::S3::Bucket" })).toThrow("does not say what novel");
  });
});
