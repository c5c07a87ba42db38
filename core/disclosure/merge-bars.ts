/** People at one whole-number value, in one or more series (baseline and follow-up, say). */
export type ValueCounts = { readonly value: number; readonly counts: readonly number[] };

/** People from one value to another, both included, in each series. */
export type Bar = { readonly from: number; readonly to: number; readonly counts: readonly number[] };

/**
 * Bars over neighbouring values, merged until each holds at least `minimum` people in every series, or nobody at all in a segment of
 * its own. Values are contiguous and in order. No bar crosses a cut (a cut at v lies between v − 1 and v).
 *
 * The smallest bar goes first, into the smaller of its neighbours, so the result depends on the counts alone.
 *
 * Returns `null` where a segment between cuts holds too few people to be one bar: then there are none under these cuts.
 */
export function mergeBars(values: readonly ValueCounts[], minimum: number, cuts: readonly number[] = []): readonly Bar[] | null {
  const segments = Map.groupBy(values, ({ value }) => cuts.filter((cut) => cut <= value).length);
  const bars: Bar[] = [];
  for (const segment of segments.values()) {
    const merged = mergeSegment(segment, minimum);
    if (merged === null) return null;
    bars.push(...merged);
  }
  return bars;
}

function mergeSegment(values: readonly ValueCounts[], minimum: number): readonly Bar[] | null {
  const bars: Bar[] = values.map(({ value, counts }) => ({ from: value, to: value, counts }));
  for (;;) {
    const smallest = indexOfSmallest(bars);
    const bar = bars[smallest];
    if (bar === undefined || weight(bar) >= minimum) return bars;
    if (bars.length === 1) return bar.counts.every((n) => n === 0) ? bars : null;
    const [left, right] = [bars[smallest - 1], bars[smallest + 1]];
    const joinsLeft = right === undefined || (left !== undefined && weight(left) <= weight(right));
    const first = joinsLeft ? smallest - 1 : smallest;
    bars.splice(first, 2, ...joined(bars[first], bars[first + 1]));
  }
}

function joined(a: Bar | undefined, b: Bar | undefined): readonly Bar[] {
  if (a === undefined || b === undefined) return [];
  return [{ from: a.from, to: b.to, counts: a.counts.map((n, series) => n + (b.counts[series] ?? 0)) }];
}

function indexOfSmallest(bars: readonly Bar[]): number {
  let smallest = 0;
  for (const [index, bar] of bars.entries()) if (weight(bar) < weight(bars[smallest] ?? bar)) smallest = index;
  return smallest;
}

/** The people in the series that has fewest. */
function weight({ counts }: Bar): number {
  return Math.min(...counts);
}
