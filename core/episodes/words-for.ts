/** Each entry of a list with the words that stand for it, its own first: a table of synonyms read the other way round. */
export function wordsFor<T extends string>(list: readonly T[], synonyms: Readonly<Record<string, T>>): ReadonlyMap<T, readonly string[]> {
  const others = Map.groupBy(Object.keys(synonyms), (word) => synonyms[word]);
  return new Map(list.map((entry) => [entry, [entry, ...(others.get(entry) ?? [])]]));
}
