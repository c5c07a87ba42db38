import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundle } from "../../lib/bundle.ts";
import { type FunctionName, functionNames } from "../../lib/functions.ts";
import { env } from "../../names.ts";
import type { BenchRow } from "./bench-core.ts";

/** How long a fresh process works in order to load a module, in milliseconds of its own processor time. */
export type LoadingTime = (url: string) => number;

const root = join(import.meta.dirname, "..", "..");
const peer = "loading zod alone";
const repeats = 3;

/** What each function's own code costs a cold start: its bundle loaded in a process of its own, beside one well-known module. The best of three counts. */
export function benchCold(names: readonly FunctionName[] = functionNames, loading: LoadingTime = loadingTime): readonly BenchRow[] {
  const bundleOf = bundle(root, functionNames);
  const best = (url: string) => Math.min(...Array.from({ length: repeats }, () => loading(url)));
  const reference = best(import.meta.resolve("zod"));
  return names.map((name) => {
    const value = best(pathToFileURL(join(bundleOf(name), "index.mjs")).href);
    return { name: `cold start of ${name}`, value: Math.round(value), unit: "ms", ratio: value / reference, peer };
  });
}

const program = `const before = process.cpuUsage(); await import(process.argv[1]);
const { user, system } = process.cpuUsage(before); process.stdout.write(String((user + system) / 1000));`;

/** Every handler finds in its environment what it asks for; it is loaded, and asked for nothing. */
const surroundings = {
  ...Object.fromEntries(Object.values(env).map((name) => [name, /URL|ISSUER/.test(name) ? "https://hearten.example" : "given"])),
  AWS_REGION: "eu-west-2",
};

function loadingTime(url: string): number {
  return Number(execFileSync(process.execPath, ["--input-type=module", "--eval", program, url], { env: surroundings, encoding: "utf8" }));
}
