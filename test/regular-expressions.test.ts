import { globSync, readFileSync } from "node:fs";
import { createContext, runInContext } from "node:vm";
import { expect, it } from "vitest";

/** What a sender's text could be made of to keep a regular expression busy, each a hundred thousand characters long. */
const long = 100_000;
const pieces = [
  "a",
  "0",
  " ",
  "-",
  ".",
  "/",
  "_",
  ":",
  ",",
  ";",
  "\\",
  '"',
  "<",
  "{",
  "\n",
  "\t",
  "é",
  "A8",
  "a-",
  "0.",
  "0 ",
  "a.a",
  "--",
  "/a",
  "00:",
  "=a;",
  "a@",
];
const texts = pieces.flatMap((piece) => {
  const body = piece.repeat(Math.ceil(long / piece.length)).slice(0, long);
  return [body, `${body}\u0000`, `A${body}!`];
});

/** Far beyond what a single pass over such a text takes on any machine, and far below what a pass for each of its characters does. */
const patienceMs = 3_000;

type Expression = { readonly file: string; readonly source: string; readonly flags: string };

/** Every regular expression written out in the code that runs: after a sign that no division follows. */
function expressionsIn(file: string): readonly Expression[] {
  const code = readFileSync(file, "utf8").replaceAll(/^\s*(\*|\/\/).*$/gm, "");
  const literal =
    /(?<=[(=,:[!&|?{};]\s*|return\s+|^\s*)\/((?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])*)\/([dgimsuvy]*)(?=[\s),;.\]}]|$)/gm;
  return [...code.matchAll(literal)].map(([, source = "", flags = ""]) => ({ file, source, flags }));
}

const files = globSync("{core,adapters,functions,reports,local,bin}/**/*.ts");
const expressions = [...new Map(files.flatMap(expressionsIn).map((one) => [`/${one.source}/${one.flags}`, one])).values()];

it("finds the regular expressions of the code", () => {
  expect(expressions.length).toBeGreaterThan(150);
});

it("reads a hundred thousand characters with each of them in about one pass, whatever they are", () => {
  const context = createContext({ texts });
  const stuck = expressions.flatMap(({ file, source, flags }) => {
    try {
      runInContext(
        `{ const one = new RegExp(${JSON.stringify(source)}, ${JSON.stringify(flags)}); for (const text of texts) { one.lastIndex = 0; one.test(text); } }`,
        context,
        { timeout: patienceMs },
      );
      return [];
    } catch (error) {
      return [`${file}: /${source}/${flags}: ${error instanceof Error ? error.message : ""}`];
    }
  });
  expect(stuck).toEqual([]);
}, 300_000);
