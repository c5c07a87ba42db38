import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import {
  ChangeSetNotFoundException,
  CloudFormationClient,
  DeleteChangeSetCommand,
  DescribeChangeSetCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  waitUntilStackCreateComplete,
  waitUntilStackUpdateComplete,
} from "@aws-sdk/client-cloudformation";
import * as z from "zod";
import { type Deploying, deployStacks, inOrder } from "../lib/review/deploy-stacks.ts";
import type { ResourceChange } from "../lib/review/destructive-changes.ts";
import { region, stageNamed } from "../lib/stages.ts";

/**
 * `npm run deploy -- [STAGE] [WAIVERS.json]`: deploys a stage, stack by stack, each as a change set that is looked at before it is executed. Ends with 1 when
 * something that lasts would be lost.
 */
const [given = "test", waiverFile] = process.argv.slice(2);
const stage = stageNamed(given).name;
const root = join(import.meta.dirname, "..");
const out = join(root, "cdk.out");
const changeSet = `hearten-${process.pid}`;
const patience = { client: new CloudFormationClient({ region }), maxWaitTime: 3600 };
const { client } = patience;
const waiver = z.object({ resource: z.string(), until: z.iso.date(), reason: z.string().min(10) });
const manifest = z.object({
  artifacts: z.record(z.string(), z.object({ type: z.string(), dependencies: z.array(z.string()).optional() })),
});

function cdk(...args: readonly string[]): void {
  const command = join(createRequire(import.meta.url).resolve("aws-cdk/package.json"), "..", "bin", "cdk");
  const { status } = spawnSync(process.execPath, [command, ...args], { cwd: root, stdio: "inherit" });
  // What went wrong stands above, in the CDK's own words.
  if (status !== 0) process.exit(1);
}

async function changesOf(StackName: string): Promise<readonly ResourceChange[] | null> {
  const changes: ResourceChange[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client
      .send(new DescribeChangeSetCommand({ StackName, ChangeSetName: changeSet, NextToken }))
      .catch((error: unknown) => {
        // A stack in which nothing changes has no change set.
        if (error instanceof ChangeSetNotFoundException) return null;
        throw error;
      });
    if (page === null) return null;
    changes.push(...(page.Changes ?? []).flatMap(({ ResourceChange: change }) => change ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return changes.length > 0 ? changes : null;
}

const aws: Deploying = {
  prepare: async (stack) =>
    cdk(
      "deploy",
      stack,
      "--app",
      out,
      "--exclusively",
      "--method",
      "prepare-change-set",
      "--change-set-name",
      changeSet,
      "--require-approval",
      "never",
    ),
  changesOf,
  discard: async (StackName) => void (await client.send(new DeleteChangeSetCommand({ StackName, ChangeSetName: changeSet }))),
  execute: async (StackName) => {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName }));
    await client.send(new ExecuteChangeSetCommand({ StackName, ChangeSetName: changeSet }));
    const isNew = Stacks?.[0]?.StackStatus === "REVIEW_IN_PROGRESS";
    await (isNew ? waitUntilStackCreateComplete : waitUntilStackUpdateComplete)(patience, { StackName });
  },
};

cdk("synth", "--quiet", "--output", out, "--context", `stage=${stage}`);
const stacks = inOrder(manifest.parse(JSON.parse(readFileSync(join(out, "manifest.json"), "utf8"))).artifacts);
const waivers = waiverFile === undefined ? [] : z.array(waiver).parse(JSON.parse(readFileSync(waiverFile, "utf8")));
const { done, stopped } = await deployStacks(stacks, aws, { waivers, today: new Date().toISOString().slice(0, 10) });
for (const name of done) process.stdout.write(`${name} is deployed.\n`);
for (const { does, type, resource } of stopped?.lost ?? [])
  process.stderr.write(`${stopped?.stack}: this change ${does} ${resource} (${type}).\n`);
if (stopped !== null)
  process.stderr.write("It was not deployed, nor any stack after it. A waiver names the resource, the last day it holds, and why.\n");
process.exitCode = stopped === null ? 0 : 1;
