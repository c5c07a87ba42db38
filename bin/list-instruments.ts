import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Writes the list of shipped instruments from the folder of their definitions, so that nobody keeps it by hand: core reads no folders, and a bundle holds only
 * what is imported by name. `npm test` runs this first; a build server, which may not change what it checks, says instead that the list is old.
 */
const folder = join(import.meta.dirname, "..", "core", "instruments");
const list = join(folder, "shipped.ts");
const definitions = readdirSync(join(folder, "definitions")).filter((file) => file.endsWith(".ts"));
const heading =
  "// Every definition of `definitions/`, listed by `npm run instruments` (and by `npm test`): not by hand. The registry reads nothing else.\n";
const text =
  heading +
  definitions
    .toSorted()
    .map((file) => `export * from "./definitions/${file}";\n`)
    .join("");

if (readFileSync(list, "utf8") !== text) {
  if (process.env.CI !== undefined)
    throw new Error("core/instruments/shipped.ts is not the list of core/instruments/definitions: run `npm run instruments` and commit it");
  writeFileSync(list, text);
}
