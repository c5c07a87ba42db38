/**
 * What a practice-month comes to: a multiset of counted keys, and nothing else. Scores are small integers, so counts of
 * (baseline, follow-up) pairs are sufficient for every mean, median, interval and rate that is published, and merging is integer
 * addition: any order and any grouping of merges gives the same statistic, to the byte.
 */
export type Statistic = ReadonlyMap<string, number>;

/** The statistic of nobody: the identity of {@link mergeStatistics}. */
export const emptyStatistic: Statistic = new Map();

const separator = "|";

/** One counted key from its parts. Parts never hold the separator: they are ids, closed codes, integers and dates. */
export function statisticKey(...parts: readonly (string | number)[]): string {
  return parts.join(separator);
}

/** The parts of a counted key. */
export function keyParts(key: string): readonly string[] {
  return key.split(separator);
}

/** Keys with their counts, by what they begin with: made once for each statistic, because every figure asks for its own few. */
const indexes = new WeakMap<Statistic, ReadonlyMap<string, readonly (readonly [key: string, n: number])[]>>();

/** The keys of one kind, or of one kind and measure (`pair`, `phq-9`), with their counts. */
export function keysUnder(
  statistic: Statistic,
  ...begins: readonly [kind: string, measure?: string]
): readonly (readonly [string, number])[] {
  const known = indexes.get(statistic) ?? indexed(statistic);
  indexes.set(statistic, known);
  return known.get(begins.join(separator)) ?? [];
}

function indexed(statistic: Statistic): ReadonlyMap<string, readonly (readonly [string, number])[]> {
  const index = new Map<string, (readonly [string, number])[]>();
  const put = (begins: string, entry: readonly [string, number]) => {
    const list = index.get(begins);
    if (list === undefined) index.set(begins, [entry]);
    else list.push(entry);
  };
  for (const entry of statistic) {
    const [key] = entry;
    const kind = key.indexOf(separator);
    const measure = key.indexOf(separator, kind + 1);
    put(key.slice(0, kind), entry);
    put(measure === -1 ? key : key.slice(0, measure), entry);
  }
  return index;
}

/** The statistic that counts each key as often as it is listed. */
export function countKeys(keys: Iterable<string>): Statistic {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

/** The statistic of everybody in any of them: commutative, associative, with {@link emptyStatistic} as identity. */
export function mergeStatistics(statistics: Iterable<Statistic>): Statistic {
  let counts: Map<string, number> | undefined;
  for (const statistic of statistics) {
    // the first is copied whole, which is faster than key by key
    if (counts === undefined) counts = new Map(statistic);
    else for (const [key, n] of statistic) counts.set(key, (counts.get(key) ?? 0) + n);
  }
  return counts ?? new Map();
}

/** One text for one statistic, keys in code-unit order: what is stored, hashed and compared. */
export function statisticText(statistic: Statistic): string {
  let text = "";
  for (const key of [...statistic.keys()].sort()) {
    const n = statistic.get(key) ?? 0;
    if (n !== 0) text += `${key}\t${n}\n`;
  }
  return text;
}

/** The statistic a text stands for: the inverse of {@link statisticText}. */
export function parseStatistic(text: string): Statistic {
  const counts = new Map<string, number>();
  eachCounted(text, (begin, tab, n) => counts.set(text.slice(begin, tab), n));
  return counts;
}

/** Every key of a statistic's text, where it begins and ends, with its count: a night reads so many of them that they are never all lists of lines at once. */
export function eachCounted(text: string, take: (begin: number, tab: number, n: number) => void): void {
  for (let begin = 0; begin < text.length; ) {
    const tab = text.indexOf("\t", begin);
    const end = text.indexOf("\n", tab);
    const after = end === -1 ? text.length : end;
    take(begin, tab, Number(text.slice(tab + 1, after)));
    begin = after + 1;
  }
}
