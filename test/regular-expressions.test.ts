import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { containsNhsNumberLikeDigits } from "../core/identifiers/nhs-number.ts";
import { plainReceiptRoute, receiptRoute } from "../functions/fill-in/receipt-routes.ts";
import { withoutComments } from "./support/imports.ts";

const read = ["core", "adapters", "functions", "reports"];
const files = read.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.startsWith("theme"))
    .map((name) => `${folder}/${name}`),
);

type Found = { readonly where: string; readonly literal: string };

/** A slash begins an expression where no value stands before it that could be divided. */
const written = /(?<=(?:^|[=(,:[!&|?{};>]|return)\s*)\/(?![*/\s])(?:[^\\/[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[dgimsuvy]*/gm;
/** Every regular expression that is written out in code which sees what others sent, and every place that makes one of a text. */
const found: readonly Found[] = files.flatMap((file) => literalsIn(file));
const letters = 100_000;
const limitMs = 10;

function literalsIn(file: string): readonly Found[] {
  const text = withoutComments(readFileSync(file, "utf8"));
  const made = text.match(/new RegExp\b/g) ?? [];
  const literals = (text.match(written) ?? []).filter(isExpression);
  return [...literals, ...made.map(() => "new RegExp")].map((literal) => ({ where: file, literal }));
}

/** A slash within a text may look like the beginning of one. */
function isExpression(literal: string): boolean {
  try {
    expressionOf(literal);
    return true;
  } catch {
    return false;
  }
}

function expressionOf(literal: string): RegExp {
  const end = literal.lastIndexOf("/");
  return new RegExp(literal.slice(1, end), literal.slice(end + 1));
}

/** Long texts of what the expression itself is made of, each begun and ended so that it nearly fits. */
function attacksOn(literal: string): readonly string[] {
  const own = [...new Set(literal.replaceAll(/\\[a-zA-Z]/g, "").match(/[^\\^$.*+?()[\]{}|]/gu) ?? [])].slice(0, 24);
  const units = [
    ...own,
    "1",
    "a",
    "A",
    " ",
    "\t",
    "\n",
    "-",
    "1 ",
    "1-",
    "a ",
    " a",
    '"',
    '""',
    "<",
    "=",
    "\u00a0",
    "９",
    "٣",
    "é",
    ".",
    "1.",
  ];
  return units.flatMap((unit) => {
    const long = unit.repeat(letters / unit.length);
    return [long, `${long}!`, `!${long}`, `1${long}\u0000`];
  });
}

/** The processor time of one attempt; the least of some, because a busy machine only ever adds to it. */
function millisecondsOf(work: () => unknown): number {
  let least = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < 4 && least > limitMs; attempt += 1) {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}

describe("49: every regular expression that reads what others sent", () => {
  it("is written out, so that it is tried here, but for those that are tried below and one of our own text alone", () => {
    expect(found.length).toBeGreaterThan(150);
    expect(found.filter(({ literal }) => literal === "new RegExp").map(({ where }) => where)).toEqual([
      "core/identifiers/nhs-number.ts",
      "core/identifiers/nhs-number.ts",
      "functions/fill-in/receipt-routes.ts",
      "functions/fill-in/receipt-routes.ts",
      "reports/draw/tidy-svg.ts",
    ]);
  });

  it.each([...Map.groupBy(found, ({ literal }) => literal)].filter(([literal]) => literal !== "new RegExp"))(
    "takes less than 10 ms for 100,000 letters: %s",
    (literal) => {
      const expression = expressionOf(literal);
      const slow = attacksOn(literal).filter((attack) => {
        const work = () => {
          expression.lastIndex = 0;
          if (expression.global) return attack.replaceAll(expression, "");
          return expression.test(attack);
        };
        return millisecondsOf(work) > limitMs;
      });
      expect(slow.map((attack) => `${attack.slice(0, 4)}…${attack.slice(-2)}`)).toEqual([]);
    },
  );

  it("takes no longer where it is made of others: the addresses of receipts, and looking for NHS numbers", () => {
    const texts = attacksOn("/referrals/A81001/receipts/");
    const slow = texts.filter((text) => {
      const shapes = [receiptRoute, plainReceiptRoute].map(({ shape }) => millisecondsOf(() => shape.test(`referrals/A81001/${text}`)));
      return Math.max(...shapes) > limitMs;
    });

    expect(slow).toEqual([]);
    // Every digit of every script is turned into ours before any expression looks, and that is work for each letter.
    const looking = texts.map((text) => millisecondsOf(() => containsNhsNumberLikeDigits(text)));
    expect(Math.max(...looking)).toBeLessThan(20 * limitMs);
  });

  it("is caught where it is not: the same trial finds a repetition within another, and one that begins anywhere", () => {
    const slow = (expression: RegExp, text: string) => millisecondsOf(() => expression.test(text)) > limitMs;

    expect(slow(/^(?:a|a)+$/, `${"a".repeat(23)}!`)).toBe(true);
    expect(slow(/\s+$/, `${" ".repeat(40_000)}!`)).toBe(true);
    expect(slow(/^[a-z]+$/, "a".repeat(letters))).toBe(false);
  });
});
