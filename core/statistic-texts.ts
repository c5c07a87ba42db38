/**
 * The text of everybody in any of them, worked out without maps: keys stand in one order in all texts, and what stands in one alone is copied as it stands.
 *
 * Law: equal to `statisticText(mergeStatistics(texts.map(parseStatistic)))`.
 */
export function sumTexts(texts: readonly string[]): string {
  const half = texts.length >> 1;
  // by halves, so that no line is copied more often than all texts can be halved
  return half === 0 ? (texts[0] ?? "") : joined(sumTexts(texts.slice(0, half)), sumTexts(texts.slice(half)), 1);
}

/** The text of `from` without everybody in `less`: what {@link sumTexts} makes of the others. */
export function lessText(from: string, less: string): string {
  return joined(from, less, -1);
}

/** Both texts line by line; `copied` is how far the first has been taken over. */
function joined(first: string, second: string, sign: 1 | -1): string {
  let sum = "";
  let copied = 0;
  let at = 0;
  for (let other = 0; other < second.length; ) {
    const order = orderOfLines(first, at, second, other);
    if (order < 0) at = lineAfter(first, at);
    else {
      const next = lineAfter(second, other);
      sum += first.slice(copied, at);
      if (order > 0 && sign === 1) sum += second.slice(other, next);
      else
        sum += lineOf(
          second.slice(other, second.indexOf("\t", other)),
          sign * countIn(second, other) + (order === 0 ? countIn(first, at) : 0),
        );
      if (order === 0) at = lineAfter(first, at);
      copied = at;
      other = next;
    }
  }
  return sum + first.slice(copied);
}

function lineOf(key: string, n: number): string {
  return n === 0 ? "" : `${key}\t${n}\n`;
}

/** Which of two keys comes first, in code-unit order: a tab, which ends a key, comes before everything that a key holds. After its end a text has nothing that could come first. */
function orderOfLines(first: string, at: number, second: string, other: number): number {
  if (at >= first.length) return 1;
  for (let place = 0; ; place++) {
    const mine = first.charCodeAt(at + place);
    const theirs = second.charCodeAt(other + place);
    if (mine !== theirs) return mine - theirs;
    if (mine === tabUnit) return 0;
  }
}

const tabUnit = 9;

function lineAfter(text: string, at: number): number {
  return text.indexOf("\n", at) + 1;
}

/** The count of the line that begins there. */
function countIn(text: string, line: number): number {
  const tab = text.indexOf("\t", line);
  return Number(text.slice(tab + 1, text.indexOf("\n", tab)));
}
