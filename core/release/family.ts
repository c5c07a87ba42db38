/** The family of people referred, of those who were lost, and of how the events behind all figures stand. */
export const flowFamily = "flow";

/** The kinds of keys that count scores: the second part of each is its measure. */
const scoreKinds: ReadonlySet<string> = new Set(["pair", "single", "days", "equity", "cross"]);
const flowKinds: ReadonlySet<string> = new Set(["flow", "lost", "ledger"]);

/**
 * The family of a key: the measure whose scores it counts, or {@link flowFamily}. Every key has exactly one. What one page sets against what stands in one
 * family, so that no figure is made of two nights, but for shares of those who started among whom some have a first score: they are cut at 100.
 *
 * @throws for a kind of key that no family was decided for
 */
export function familyOf(key: string): string {
  const kind = partOf(key, 0);
  if (flowKinds.has(kind)) return flowFamily;
  const measure = partOf(key, 1);
  if (scoreKinds.has(kind) && measure !== "") return measure;
  throw new TypeError("familyOf requires a kind of key that belongs to a family");
}

/** One part of a key. A night asks so many keys for one or two of theirs that they are not all taken to pieces. */
function partOf(key: string, place: number): string {
  let begin = 0;
  for (let before = 0; before < place; before++) {
    const bar = key.indexOf("|", begin);
    if (bar === -1) return "";
    begin = bar + 1;
  }
  const end = key.indexOf("|", begin);
  return key.slice(begin, end === -1 ? key.length : end);
}

/**
 * Within these a referral has one key at most, so that each of them counts people. `null` for keys that count events: one person may
 * have any number of those, and they tell nothing of how many people there are.
 */
export function partitionOf(key: string): string | null {
  const kind = partOf(key, 0);
  if (kind === "ledger") return null;
  if (kind === "flow") return `flow ${partOf(key, 3)}`;
  if (kind === "equity") return `equity ${partOf(key, 2)}`;
  if (kind === "cross") return `cross ${nameOf(partOf(key, 4))} ${nameOf(partOf(key, 5))}`;
  return kind === "pair" || kind === "single" ? "scores" : kind;
}

function nameOf(level: string): string {
  return level.slice(0, level.indexOf("="));
}

/** What people are counted by when they are only counted: that they were referred, and that they have a first score alone or both. `null` for every other key. */
export function headOf(key: string): string | null {
  const kind = partOf(key, 0);
  if (kind === "pair" || kind === "single") return kind;
  return kind === "flow" && partOf(key, 3) === "referred" ? "referred" : null;
}
