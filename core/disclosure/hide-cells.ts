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
  /** Cells to be hidden whatever their count: what other places of the generation need. */
  readonly also?: Iterable<string> | undefined;
};

/**
 * The cells that must not be shown or worked out: small ones, shares that leave a small remainder, and then, until nothing changes, one more in
 * every line where a single hidden cell would be the difference of those shown.
 *
 * Laws: it holds every count of 1 to `hiddenUpTo`; hiding what it names and asking again names no other; no line of it has exactly
 * one hidden cell that hides something, people in it or another cell's count, while another could still be given up.
 */
export function hideCells(cells: Cells, lines: readonly Line[], { also, ...rule }: HidingRule): ReadonlySet<string> {
  const hidden = new Set(also ?? []);
  if (rule.hiddenUpTo === 0) return hidden;
  const isSmall = (n: number) => n >= 1 && n <= rule.hiddenUpTo;
  for (const [id, n] of cells) if (isSmall(n)) hidden.add(id);
  for (const { total, parts } of lines.filter(({ shares }) => shares)) {
    for (const part of parts) if (isSmall(countOf(cells, total) - countOf(cells, part))) hidden.add(part);
  }
  // line after line, so that what one gives up protects the next as well
  const protecting = new Set<string>();
  for (let size = -1; size < hidden.size; ) {
    size = hidden.size;
    for (const line of lines) {
      for (const id of sharesOf(line, hidden)) hidden.add(id);
      const chosen = givenUp(line, { cells, hidden, protecting, rule });
      if (chosen === undefined) continue;
      hidden.add(chosen);
      protecting.add(chosen);
    }
  }
  return hidden;
}

/** The shares of a total that is hidden: all of them are. */
function sharesOf({ total, parts, shares }: Line, hidden: ReadonlySet<string>): readonly string[] {
  return shares && hidden.has(total) ? parts : [];
}

type State = {
  readonly cells: Cells;
  readonly hidden: ReadonlySet<string>;
  /** Cells given up for another: a zero among them that could be worked out would tell of that other. */
  readonly protecting: ReadonlySet<string>;
  readonly rule: HidingRule;
};

/**
 * What one line gives up where a hidden cell stands alone in it that has people in it or protects another (one that is merely unpublished needs no protection, and gives some; that nobody
 * is in a share of a small total may be known): its first part with people in it, or failing that its first part.
 */
function givenUp({ total, parts }: Line, { cells, hidden, protecting, rule }: State): string | undefined {
  const isUnseen = (id: string) => hidden.has(id) || rule.unpublished.has(id);
  const tells = (id: string) => hidden.has(id) && (countOf(cells, id) > 0 || protecting.has(id));
  const unseen = [total, ...parts].filter(isUnseen);
  if (unseen.length !== 1 || !unseen.some(tells)) return undefined;
  const spare = parts.filter((id) => !isUnseen(id) && !rule.kept.has(id));
  return spare.find((id) => countOf(cells, id) > 0) ?? spare[0];
}

/** The count of a cell; 0 for one that nobody is in. */
export function countOf(cells: Cells, id: string): number {
  return cells.get(id) ?? 0;
}
