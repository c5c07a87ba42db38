import { readFileSync } from "node:fs";
import { nhsNumberOf } from "../../../core/identifiers/nhs-number.ts";

/** NHS numbers, or the lines on which there was none: never what stands there. */
export type Numbers = { readonly numbers: readonly string[]; readonly wrongLines: readonly number[] };

/**
 * Reads NHS numbers, one to a line, from a file or, for `-`, from standard input. Only the first column of a CSV is read; an empty line, and a
 * first line without any digit, which is a heading, are passed over.
 */
export function readNumbers(file: string): Numbers {
  return numbersIn(readFileSync(file === "-" ? 0 : file, "utf8"));
}

/** The same of a text. */
export function numbersIn(text: string): Numbers {
  const numbers: string[] = [];
  const wrongLines: number[] = [];
  for (const [at, line] of text
    .replace(/^\ufeff/, "")
    .split(/\r?\n/)
    .entries()) {
    const cell = (line.split(/[,;\t]/, 1)[0] ?? "").replaceAll('"', "").trim();
    if (cell === "" || (at === 0 && !/\d/.test(cell))) continue;
    const number = nhsNumberOf(cell);
    if (number === undefined) wrongLines.push(at + 1);
    else numbers.push(number);
  }
  return { numbers, wrongLines };
}

/** One sentence for lines on which there is no NHS number. */
export function wrongLinesText(lines: readonly number[]): string {
  const [first = 0] = lines;
  const others = lines.length === 1 ? "" : ` and ${lines.length - 1} more`;
  return `nhs-number-invalid: there is no NHS number on line ${first}${others}: one to a line, ten digits that pass their check`;
}
