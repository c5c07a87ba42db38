import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { Instrument } from "../core/instruments/instrument.ts";

/**
 * Writes what is told of every instrument from the folder of their definitions, so that nobody keeps it by hand: the list that the registry reads (core reads no
 * folders, and a bundle holds only what is imported by name) and the table of codes in `docs/api/fhir.md`. `npm test` runs this first; a build server, which may not
 * change what it checks, says instead what is old.
 */
const root = join(import.meta.dirname, "..");
const list = join(root, "core", "instruments", "shipped.ts");
const fhirPage = join(root, "docs", "api", "fhir.md");

write(list, listOf(readdirSync(join(root, "core", "instruments", "definitions"))));
const { instruments } = await import("../core/instruments/registry.ts");
write(fhirPage, readFileSync(fhirPage, "utf8").replace(/^\| instrument {2,}\|.*\n(\|.*\n)+/m, codesTable([...instruments.values()])));

function write(file: string, text: string): void {
  if (readFileSync(file, "utf8") === text) return;
  if (process.env.CI)
    throw new Error(`${relative(root, file)} does not tell of every instrument: run \`npm run instruments\` and commit it`);
  writeFileSync(file, text);
}

function listOf(files: readonly string[]): string {
  const definitions = files.filter((file) => file.endsWith(".ts")).toSorted();
  const heading =
    "// Every definition of `definitions/`, listed by `npm run instruments` (and by `npm test`), not by hand. The registry reads nothing else.";
  return [heading, ...definitions.map((file) => `export * from "./definitions/${file}";`), ""].join("\n");
}

function codesTable(instruments: readonly Instrument[]): string {
  const heading = ["instrument", "score, SNOMED CT", "score, LOINC", "panel, LOINC", "items, LOINC"];
  const rows = instruments.map(({ id, items, codes: { snomed, loinc } }) => [
    `\`${id}\``,
    codesOf(snomed, ["score", "index"]),
    codesOf(loinc, ["score", "index"]),
    codesOf(loinc, ["panel"]),
    howMany(items.filter((item) => item.loinc !== undefined).length, items.length),
  ]);
  const widths = heading.map((name, at) => Math.max(name.length, ...rows.map((row) => (row[at] ?? "").length)));
  const line = (cells: readonly string[], filler = " ") =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0, filler)).join(" | ")} |\n`;
  return [
    line(heading),
    line(
      heading.map(() => ""),
      "-",
    ),
    ...rows.map((row) => line(row)),
  ].join("");
}

function codesOf(codes: readonly Instrument["codes"]["snomed"][number][], meanings: readonly string[]): string {
  const told = codes.filter(({ means }) => meanings.includes(means));
  return told.length === 0 ? "none known" : told.map((code) => `\`${code.code}\`${markOf(code)}`).join(", ");
}

function markOf({ legacy, evidence }: Instrument["codes"]["snomed"][number]): string {
  if (legacy) return " (legacy)";
  return evidence === "confirmed" ? "" : ` (${evidence})`;
}

function howMany(coded: number, items: number): string {
  if (coded === 0) return "none known";
  return coded === items ? "all" : "some";
}
