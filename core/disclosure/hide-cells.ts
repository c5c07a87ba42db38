/** One count of a table, by name. */
export type Cells = ReadonlyMap<string, number>;

/** A total and the parts that add up to it. */
export type Line = {
  readonly total: string;
  /** In the order in which they may be given up to protect another. */
  readonly parts: readonly string[];
  /** The parts are shares of the total: one that leaves only a few people is as telling as those few. */
  readonly shares: boolean;
};

export type HidingRule = {
  /** Counts from 1 to this must not be shown nor be worked out. */
  readonly hiddenUpTo: number;
  /** Cells that are not published at all. */
  readonly unpublished: ReadonlySet<string>;
  /** Cells that are never given up to protect another: the denominators that everything else is read against. */
  readonly kept: ReadonlySet<string>;
};

/**
 * The cells that must not be shown: small ones, shares that leave a small remainder, and then, until nothing changes, one more in
 * every line where a single hidden cell would be the difference of those shown.
 *
 * Laws: it holds every count of 1 to `hiddenUpTo`; hiding what it names and asking again names the same; no line of it has exactly
 * one hidden cell while another could still be given up.
 */
export function hideCells(cells: Cells, lines: readonly Line[], rule: HidingRule): ReadonlySet<string> {
  const hidden = new Set(rule.unpublished);
  if (rule.hiddenUpTo === 0) return hidden;
  const isSmall = (n: number) => n >= 1 && n <= rule.hiddenUpTo;
  for (const [id, n] of cells) if (isSmall(n)) hidden.add(id);
  for (const { total, parts } of lines.filter(({ shares }) => shares)) {
    for (const part of parts) if (isSmall(countOf(cells, total) - countOf(cells, part))) hidden.add(part);
  }
  for (let found = true; found; ) {
    const given = lines.flatMap((line) => givenUp(line, { cells, hidden, kept: rule.kept }));
    for (const id of given) hidden.add(id);
    found = given.length > 0;
  }
  return hidden;
}

type State = { readonly cells: Cells; readonly hidden: ReadonlySet<string>; readonly kept: ReadonlySet<string> };

/** What one line gives up: nothing, or its first part with people in it, or failing that its first part. */
function givenUp({ total, parts }: Line, { cells, hidden, kept }: State): readonly string[] {
  if ([total, ...parts].filter((id) => hidden.has(id)).length !== 1) return [];
  const spare = parts.filter((id) => !hidden.has(id) && !kept.has(id));
  const chosen = spare.find((id) => countOf(cells, id) > 0) ?? spare[0];
  return chosen === undefined ? [] : [chosen];
}

/** The count of a cell; 0 for one that nobody is in. */
export function countOf(cells: Cells, id: string): number {
  return cells.get(id) ?? 0;
}
