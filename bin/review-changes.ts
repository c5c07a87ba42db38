import { readFileSync } from "node:fs";
import * as z from "zod";
import { checkDestructiveChanges } from "../lib/review/destructive-changes.ts";

/**
 * Stands between a change set and its execution:
 * `aws cloudformation describe-change-set --change-set-name NAME --stack-name STACK | node bin/review-changes.ts [waivers.json]`.
 * Ends with 1 when something that lasts would be lost.
 */
const change = z.object({
  Action: z.string().optional(),
  LogicalResourceId: z.string().optional(),
  ResourceType: z.string().optional(),
  Replacement: z.string().optional(),
  PolicyAction: z.string().optional(),
});
const changeSet = z.object({ Changes: z.array(z.object({ ResourceChange: change })), NextToken: z.never().optional() });
const waivers = z.array(z.object({ resource: z.string(), until: z.iso.date(), reason: z.string().min(10) }));

const [waiverFile] = process.argv.slice(2);
const asked = changeSet.parse(JSON.parse(readFileSync(0, "utf8"))).Changes.map(({ ResourceChange }) => ResourceChange);
const allowed = waiverFile === undefined ? [] : waivers.parse(JSON.parse(readFileSync(waiverFile, "utf8")));
const lost = checkDestructiveChanges(asked, allowed, new Date().toISOString().slice(0, 10));
for (const { does, type, resource } of lost) process.stderr.write(`This change ${does} ${resource} (${type}).\n`);
if (lost.length > 0) process.stderr.write("Nothing was deployed. A waiver names the resource, the last day it holds, and why.\n");
process.exitCode = lost.length > 0 ? 1 : 0;
