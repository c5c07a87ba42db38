import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import * as z from "zod";
import { readDeployment } from "../core/instruments/deployed.ts";
import { instruments, type Registry } from "../core/instruments/registry.ts";

/** The name under which the deployer's file lies beside a bundle. */
export const deploymentName = "deployment.json";

const cdk = z.object({ context: z.object({ deployment: z.string().min(1).optional() }).optional() });

/**
 * The instruments of this deployment: those that come with Hearten, with the deployer's file on top where one lies in the directory of the
 * code that runs. Read once, on cold start; synthesis has checked the same file before.
 *
 * @throws {Error} naming the rule and field, never a value, when the file does not hold what it should
 */
export function deployedInstruments(directory: string = import.meta.dirname): Registry {
  const path = join(directory, deploymentName);
  return existsSync(path) ? registryFrom(readFileSync(path, "utf8")) : instruments;
}

/** A deployer's file as a checkout names it: its text, and the instruments that it makes. */
export type NamedDeployment = { readonly path: string; readonly text: string; readonly registry: Registry };

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
  return { path, text, registry: registryFrom(text) };
}

function deploymentIn(path: string): string | undefined {
  return existsSync(path) ? cdk.parse(JSON.parse(readFileSync(path, "utf8"))).context?.deployment : undefined;
}

function registryFrom(text: string): Registry {
  const read = readDeployment(instruments, text);
  if (read.ok) return read.value;
  const faults = read.refusals.map(({ rule, field, fix }) => `  ${rule}${field === "" ? "" : ` (${field})`}: ${fix}`);
  throw new Error(`the deployment file cannot be used:\n${faults.join("\n")}`);
}
