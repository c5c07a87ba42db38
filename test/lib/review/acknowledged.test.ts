import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { declarationOf, functionNames } from "../../../lib/functions.ts";
import { plainFinding } from "../../../lib/review/finding-names.ts";
import { ownFindings } from "../../../lib/review/own-rules.ts";
import { stages } from "../../../lib/stages.ts";
import { findingsIn, synthesized } from "../synthesized.ts";

const acknowledgement = z.strictObject({
  rules: z.array(z.string()).min(1),
  reason: z.string().min(40),
  resources: z.array(z.string()).min(1),
});
const path = join(import.meta.dirname, "..", "..", "..", "lib", "review", "acknowledged.json");
const acknowledged = z.array(acknowledgement).parse(JSON.parse(readFileSync(path, "utf8")));
const known = acknowledged.flatMap(({ rules, resources }) => rules.flatMap((rule) => resources.map((resource) => `${rule} ${resource}`)));

const findings = { test: await findingsIn(stages.test), production: await findingsIn(stages.production) };

/**
 * How many findings stand. It may be made smaller; to make it larger is a decision for review. Eight are for `released/`: it has a prefix
 * of its own so that no function that answers readers may read it, and eight of the night's need some of it (decision 027). Two are for the lists of boards that the night's own
 * role reads, to plan and to check them, as it reads the lists of work and of pages (decisions 044 and 047).
 */
const findingsThatStand = 100;

/** What stands for all of a kind: the rules that every function or every route breaks, one more of them breaks too. */
const functionPaths = functionNames.map((name) => `${declarationOf(name).stack}/${name}`);

function place(resource: string): string {
  const owner = functionPaths.find((path) => resource.startsWith(`${path}/`));
  if (owner !== undefined) return resource.replace(owner, "{each function}");
  return /^reports\/(front|supplier)-door\/api\/Default\/.*\/(GET|POST)\/Resource$/.test(resource) ? "{each route}" : resource;
}

/** Each finding as the baseline may have it: for its own resource, or for all of its kind. */
function found(stage: keyof typeof stages): readonly (readonly [own: string, ofKind: string])[] {
  return findings[stage].map(plainFinding).map(({ rule, resource }) => [`${rule} ${resource}`, `${rule} ${place(resource)}`]);
}

const unknownIn = (stage: keyof typeof stages) =>
  found(stage)
    .filter((names) => !names.some((name) => known.includes(name)))
    .map(([own]) => own);

describe("the review of the templates by AwsSolutions, HIPAA, NIST 800-53 R5, PCI DSS and Serverless", () => {
  it("finds nothing in production that is not acknowledged with a reason", () => {
    expect(unknownIn("production")).toEqual([]);
  });

  it("has nothing acknowledged that is mended by now, and nothing twice", () => {
    const standing = found("production").flat();

    expect(known.filter((finding) => !standing.includes(finding))).toEqual([]);
    expect(new Set(known).size).toBe(known.length);
  });

  it("can only fall", () => {
    expect(known.length).toBe(findingsThatStand);
  });

  it("finds in a test stage nothing that production does not have", () => {
    expect(unknownIn("test")).toEqual([]);
  });
});

describe("the review by rules of our own", () => {
  it.each(["test", "production"] as const)("finds nothing in %s", async (stage) => {
    expect(ownFindings(await synthesized(stages[stage]))).toEqual([]);
  });
});
