import { format } from "node:util";
import { afterEach, beforeEach } from "vitest";

/** Nothing in Hearten prints on its own: a test during which anything reaches the console fails, and says what it was. */
const methods = ["log", "info", "warn", "error", "debug"] as const;
const original = Object.fromEntries(methods.map((method) => [method, console[method]])) as Pick<Console, (typeof methods)[number]>;
let printed: string[] = [];

beforeEach(() => {
  printed = [];
  for (const method of methods) console[method] = (...parts: unknown[]) => void printed.push(`console.${method}: ${format(...parts)}`);
});

afterEach(() => {
  Object.assign(console, original);
  if (printed.length > 0) throw new Error(`a test must print nothing, but this one printed:\n${printed.join("\n")}`);
});
