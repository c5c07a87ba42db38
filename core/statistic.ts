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
