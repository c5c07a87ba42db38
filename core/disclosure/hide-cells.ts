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
 * one hidden cell, with people in it, while another could still be given up.
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
  for (let size = -1; size < hidden.size; ) {
    size = hidden.size;
    for (const line of lines) for (const id of givenUp(line, { cells, hidden, rule })) hidden.add(id);
  }
  return hidden;
}

type State = { readonly cells: Cells; readonly hidden: ReadonlySet<string>; readonly rule: HidingRule };

/**
 * What one line gives up: all its shares where their total is hidden; nothing where no hidden cell with people in it stands alone (one that is merely unpublished needs no protection, and
 * gives some; that nobody is in one may be known); otherwise its first part with people in it, or failing that its first part.
 */
function givenUp({ total, parts, shares }: Line, { cells, hidden, rule }: State): readonly string[] {
  if (shares && hidden.has(total)) return parts.filter((id) => !hidden.has(id));
  const isUnseen = (id: string) => hidden.has(id) || rule.unpublished.has(id);
  const unseen = [total, ...parts].filter(isUnseen);
  if (unseen.length !== 1 || !unseen.some((id) => hidden.has(id) && countOf(cells, id) > 0)) return [];
  const spare = parts.filter((id) => !isUnseen(id) && !rule.kept.has(id));
  const chosen = spare.find((id) => countOf(cells, id) > 0) ?? spare[0];
  return chosen === undefined ? [] : [chosen];
}

/** The count of a cell; 0 for one that nobody is in. */
export function countOf(cells: Cells, id: string): number {
  return cells.get(id) ?? 0;
}
