import { type Parsed, refused, taken } from "../refusal.ts";
import type { SubmissionRule } from "./submission-rules.ts";

const deepest = 12;
const mostKeys = 64;
const forbidden = new Set(["__proto__", "constructor", "prototype"]);
const number = /-?\d+(\.\d+)?([eE][+-]?\d+)?/y;

const fixes = {
  "malformed-json": "send JSON as RFC 8259 has it; whole numbers of more than 15 digits and numbers beyond 1e308 cannot be kept",
  "json-too-deep": `nest objects and lists at most ${deepest} deep`,
  "duplicate-key": "name each member of an object once",
  "forbidden-key": "use other names than __proto__, constructor and prototype",
  "too-many-keys": `give an object at most ${mostKeys} members`,
} as const satisfies Partial<Record<SubmissionRule, string>>;

type JsonRule = keyof typeof fixes;

/**
 * Reads JSON and refuses what readers disagree about: a name twice in one object, numbers that lose digits, names that programs treat
 * specially, and nesting that only an attack needs. Linear in the length of the text, whatever the text is.
 */
export function parseStrictJson(text: string): Parsed<unknown> {
  const broken = brokenRule(text);
  if (broken !== null) return refused(broken, "", fixes[broken]);
  try {
    return taken(JSON.parse(text));
  } catch {
    return refused("malformed-json", "", fixes["malformed-json"]);
  }
}

/** The names seen in each open object, or `null` for a list. */
type Open = { readonly names: Set<string> | null; expectsName: boolean };

/** The first rule that the text breaks, as far as that can be said without its grammar, which `JSON.parse` checks afterwards. */
function brokenRule(text: string): JsonRule | null {
  const open: Open[] = [];
  for (let at = 0; at < text.length; ) {
    const character = text[at] ?? "";
    if (character === '"') {
      const end = endOfString(text, at);
      const broken = nameRule(text.slice(at, end), open.at(-1));
      if (broken !== null) return broken;
      at = end;
    } else if (character === "-" || (character >= "0" && character <= "9")) {
      const written = numberAt(text, at);
      if (written === "" || !isExact(written)) return "malformed-json";
      at += written.length;
    } else {
      if (character === "{") open.push({ names: new Set(), expectsName: true });
      else if (character === "[") open.push({ names: null, expectsName: false });
      else if (character === "}" || character === "]") open.pop();
      else if (character === ",") expectName(open.at(-1));
      if (open.length > deepest) return "json-too-deep";
      at += 1;
    }
  }
  return null;
}

function expectName(open: Open | undefined): void {
  if (open !== undefined) open.expectsName = open.names !== null;
}

function nameRule(quoted: string, open: Open | undefined): JsonRule | null {
  if (open === undefined || open.names === null || !open.expectsName) return null;
  open.expectsName = false;
  const name = unquoted(quoted);
  if (forbidden.has(name)) return "forbidden-key";
  if (open.names.has(name)) return "duplicate-key";
  open.names.add(name);
  return open.names.size > mostKeys ? "too-many-keys" : null;
}

/** The place after the closing quote, or the end of the text. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text[end - 1 - slashes] === "\\") slashes += 1;
    if (slashes % 2 === 0) return end + 1;
  }
  return text.length;
}

function unquoted(quoted: string): string {
  if (!quoted.includes("\\")) return quoted.slice(1, -1);
  try {
    return String(JSON.parse(quoted));
  } catch {
    return quoted;
  }
}

function numberAt(text: string, at: number): string {
  number.lastIndex = at;
  return number.exec(text)?.[0] ?? "";
}

function isExact(written: string): boolean {
  const value = Number(written);
  return /[.eE]/.test(written) ? Number.isFinite(value) : Number.isSafeInteger(value);
}
