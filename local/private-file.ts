import { chmodSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import type * as z from "zod";

/** Writes a file that its owner alone can read, whole or not at all, even if the machine stops meanwhile. */
export function writePrivately(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}.draft`;
  const file = openSync(draft, "w", 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  chmodSync(draft, 0o600);
  renameSync(draft, path);
}

type Kept<T> = { path: string; schema: z.ZodType<T>; first: () => T };

/**
 * What a private JSON file holds, made with `first` when there is none and brought up to date with `complete`; written only when that changes it.
 *
 * @throws {Error} when the file holds something else than it should
 */
export function keptJson<T>({ path, schema, first }: Kept<T>, complete: (kept: T) => T = (kept) => kept): T {
  const before = existsSync(path) ? readFileSync(path, "utf8") : undefined;
  const parsed = before === undefined ? first() : parseKept(path, schema, before);
  const value = complete(parsed);
  const after = `${JSON.stringify(value, null, 2)}\n`;
  if (after !== before) writePrivately(path, after);
  return value;
}

function parseKept<T>(path: string, schema: z.ZodType<T>, text: string): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw new Error(`${path} is damaged: put back a copy of it, or remove the data directory to start afresh`, { cause });
  }
}
