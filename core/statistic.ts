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
  const counts = new Map<string, number>();
  for (const statistic of statistics) for (const [key, n] of statistic) counts.set(key, (counts.get(key) ?? 0) + n);
  return counts;
}

/** One text for one statistic, keys in code-unit order: what is stored, hashed and compared. */
export function statisticText(statistic: Statistic): string {
  return [...statistic]
    .filter(([, n]) => n !== 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, n]) => `${key}\t${n}\n`)
    .join("");
}

/** The statistic a text stands for: the inverse of {@link statisticText}. */
export function parseStatistic(text: string): Statistic {
  const lines = text.split("\n").filter((line) => line !== "");
  return new Map(lines.map((line) => [line.slice(0, line.indexOf("\t")), Number(line.slice(line.indexOf("\t") + 1))] as const));
}
