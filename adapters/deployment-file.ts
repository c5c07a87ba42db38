import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import * as z from "zod";
import { type Deployment, readDeployment } from "../core/instruments/deployed.ts";
import { instruments } from "../core/instruments/registry.ts";
import { mappings } from "../core/mapping/mappings.ts";

/** The name under which the deployer's file lies beside a bundle. */
export const deploymentName = "deployment.json";

const cdk = z.object({ context: z.object({ deployment: z.string().min(1).optional() }).optional() });

/**
 * What is deployed: the instruments that come with Hearten, with the deployer's file on top where one lies in the directory of the code that runs. Read once, on cold start; synthesis has checked the same file before.
 *
 * @throws {Error} naming the rule and field, never a value, when the file does not hold what it should
 */
export function readDeployed(directory: string = import.meta.dirname): Deployment {
  const path = join(directory, deploymentName);
  return existsSync(path) ? deploymentFrom(readFileSync(path, "utf8")) : { instruments, deprivation: null, mappings };
}

/** A deployer's file as a checkout names it: its text, and what it comes to. */
export type NamedDeployment = Deployment & { readonly text: string };

/**
 * The file that a checkout's `cdk.json` names as `context.deployment`, from the checkout on, or the one given in its place; `null` for none.
 *
 * @throws {Error} when the file cannot be read, or does not hold what it should
 */
export function namedDeployment(root: string, given?: string): NamedDeployment | null {
  const named = given ?? deploymentIn(join(root, "cdk.json"));
  if (named === undefined) return null;
  const path = resolve(root, named);
  if (!existsSync(path)) throw new Error("the deployment file that cdk.json names does not exist: correct context.deployment");
  const text = readFileSync(path, "utf8");
  return { ...deploymentFrom(text), text };
}

function deploymentIn(path: string): string | undefined {
  return existsSync(path) ? cdk.parse(JSON.parse(readFileSync(path, "utf8"))).context?.deployment : undefined;
}

function deploymentFrom(text: string): Deployment {
  const read = readDeployment(instruments, text);
  if (read.ok) return read.value;
  const faults = read.refusals.map(({ rule, field, fix }) => `  ${rule}${field === "" ? "" : ` (${field})`}: ${fix}`);
  throw new Error(`the deployment file cannot be used:\n${faults.join("\n")}`);
}
