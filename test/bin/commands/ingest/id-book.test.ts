import { mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type IdBook, openIdBook } from "../../../../bin/commands/ingest/id-book.ts";
import type { IdStanding } from "../../../../core/submission/id-marks.ts";

type Told = readonly [id: string, content: string, isLast: boolean];

/** The same by a map of everything that was told: how each stands, records told again and ids that stand for two things. */
function byMap(told: readonly Told[]) {
  const known = new Map<string, string>();
  const standings = told.map(([id, content]): IdStanding => {
    const before = known.get(id);
    if (before === undefined) known.set(id, content);
    return before === undefined ? "new" : before === content ? "same" : "other";
  });
  const count = (sought: IdStanding) =>
    standings.filter((one, at) => one === sought && (sought === "other" || told[at]?.[2] === true)).length;
  return { standings, duplicate: count("same"), contested: count("other") };
}

function byBook(told: readonly Told[], book: IdBook) {
  for (const [id, content, isLast] of told) book.note([id], [content], isLast);
  const { standings, duplicate, contested } = book.settle();
  const each = told.map(() => standings.next());
  expect(() => standings.next()).toThrow("changed while it was checked");
  book.close();
  return { standings: each, duplicate, contested };
}

const told = fc.array(fc.tuple(fc.string({ maxLength: 4 }), fc.string({ maxLength: 1 }), fc.boolean()), { maxLength: 300 });

describe("openIdBook", () => {
  const temporary = mkdtempSync(join(tmpdir(), "hearten-ids-"));
  afterEach(() => {
    vi.unstubAllEnvs();
    expect(readdirSync(temporary)).toEqual([]);
  });

  it.each([1, 2, 1024])("tells of any ids what a map of them would tell, writing them away by %i", (marks) => {
    vi.stubEnv("TMPDIR", temporary);
    fc.assert(
      fc.property(told, (some) => void expect(byBook(some, openIdBook(marks))).toEqual(byMap(some))),
      { numRuns: 100 },
    );
  });

  it("tells 400,000 ids apart that differ in few places, with most of them in a file that has no name", () => {
    vi.stubEnv("TMPDIR", temporary);
    const [book, size] = [openIdBook(), 400_000];
    const id = (n: number) => [`A8${n % 997}`, `R${n}`, `2026-03-${n % 28}`];

    for (let n = 0; n < size; n += 1) book.note(id(n), ["a"], true);
    expect(readdirSync(temporary)).toEqual([]);
    for (let n = 0; n < size; n += 1) book.note(id(n), [n % 4 === 0 ? "b" : "a"], true);
    const { duplicate, contested, standings } = book.settle();
    book.close();

    expect([duplicate, contested]).toEqual([(size * 3) / 4, size / 4]);
    const counts = { new: 0, same: 0, other: 0 };
    for (let n = 0; n < size; n += 1) counts[standings.next()] += 1;
    expect(counts).toEqual({ new: size, same: 0, other: 0 });
    expect([standings.next(), standings.next()]).toEqual(["other", "same"]);
  });

  it("divides an id from the next piece, so that no two rows run together", () => {
    const book = openIdBook();
    for (const pieces of [["ab", "c"], ["a", "bc"], ["abc"], ["abc", ""]]) book.note(pieces, [], true);

    expect(book.settle()).toMatchObject({ duplicate: 0, contested: 0 });
    book.close();
  });

  it("fails without a word of what was told where no file can be made", () => {
    vi.stubEnv("TMPDIR", join(temporary, "not-there"));
    const book = openIdBook(1);

    expect(() => book.note(["9434765919"], [], true)).toThrow(/^ENOENT(?!.*9434765919)/s);
    book.close();
  });
});
