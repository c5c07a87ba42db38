import { baselineWindow, followUpDueDays, followUpWindow } from "../episodes/pairing.ts";
import { type Analysed, analysedInstruments } from "./analysed-instruments.ts";
import type { Surveys } from "./clean-surveys.ts";

/** The score of a follow-up that there is not. */
export const noFollowUp = -32768;

/** The ways to choose one follow-up of several; `last` is the primary one. */
export const followUpRules = ["last", "first", "near90"] as const;
export type FollowUpRule = (typeof followUpRules)[number];

/** One rule's follow-ups, beside the baselines: the score, or {@link noFollowUp}, and the days since the baseline. */
export type FollowUps = { readonly score: Int16Array; readonly days: Int16Array };

/**
 * The referrals with a baseline in one instrument, a column each, `count` entries used. `head` is that of the baseline's row: what is
 * said of the referral there holds, should rows differ.
 */
export type Baselines = Readonly<Record<FollowUpRule, FollowUps>> & {
  readonly count: number;
  readonly referral: Int32Array;
  readonly head: Int32Array;
  readonly day: Int32Array;
  readonly score: Int16Array;
};

/**
 * Baselines and follow-ups for each of the instruments that has any baseline, by its place among them (conformance, section 2).
 * `referredDay` tells the day of the referral of a head. Agrees with `pairScores` of core/episodes/pairing.ts, which does one referral at a time.
 */
export function pairSurveys(
  surveys: Surveys,
  referredDay: (head: number) => number,
  analysed: Analysed = analysedInstruments,
): ReadonlyMap<number, Baselines> {
  const all = analysed.map(() => new BaselineColumns());
  for (let from = 0; from < surveys.count; ) {
    const to = endOfSeries(surveys, from);
    all[surveys.instrument[from] ?? 0]?.take(surveys, { from, to }, referredDay);
    from = to;
  }
  return new Map([...all.entries()].filter(([, columns]) => columns.size > 0).map(([place, columns]) => [place, columns.done()]));
}

function endOfSeries({ referral, instrument, count }: Surveys, from: number): number {
  let to = from + 1;
  while (to < count && referral[to] === referral[from] && instrument[to] === instrument[from]) to++;
  return to;
}

type Range = { readonly from: number; readonly to: number };

class BaselineColumns {
  size = 0;
  private room = 256;
  private wide = { referral: new Int32Array(256), head: new Int32Array(256), day: new Int32Array(256) };
  private narrow = Array.from({ length: 7 }, () => new Int16Array(256));

  take(surveys: Surveys, { from, to }: Range, referredDay: (head: number) => number): void {
    const baseline = this.findBaseline(surveys, { from, to }, referredDay);
    if (baseline < 0) return;
    if (this.size === this.room) this.grow();
    const index = this.size++;
    const day = surveys.day[baseline] ?? 0;
    this.wide.referral[index] = surveys.referral[baseline] ?? 0;
    this.wide.head[index] = surveys.head[baseline] ?? 0;
    this.wide.day[index] = day;
    const chosen = chooseFollowUps(surveys.day, { from: baseline, to }, day);
    this.put(0, index, surveys.score[baseline] ?? 0);
    chosen.forEach((row, rule) => {
      this.put(1 + 2 * rule, index, row < 0 ? noFollowUp : (surveys.score[row] ?? 0));
      this.put(2 + 2 * rule, index, row < 0 ? 0 : (surveys.day[row] ?? 0) - day);
    });
  }

  done(): Baselines {
    const [score, last, lastDays, first, firstDays, near90, near90Days] = this.narrow as [
      Int16Array,
      Int16Array,
      Int16Array,
      Int16Array,
      Int16Array,
      Int16Array,
      Int16Array,
    ];
    return {
      count: this.size,
      ...this.wide,
      score,
      last: { score: last, days: lastDays },
      first: { score: first, days: firstDays },
      near90: { score: near90, days: near90Days },
    };
  }

  private findBaseline(surveys: Surveys, { from, to }: Range, referredDay: (head: number) => number): number {
    for (let row = from; row < to; row++) {
      const offset = (surveys.day[row] ?? 0) - referredDay(surveys.head[row] ?? 0);
      if (offset >= baselineWindow.from && offset <= baselineWindow.to) return row;
    }
    return -1;
  }

  private put(column: number, index: number, value: number): void {
    const values = this.narrow[column];
    if (values !== undefined) values[index] = value;
  }

  private grow(): void {
    this.room *= 2;
    const longer = (values: Int32Array) => {
      const copy = new Int32Array(this.room);
      copy.set(values);
      return copy;
    };
    this.wide = { referral: longer(this.wide.referral), head: longer(this.wide.head), day: longer(this.wide.day) };
    this.narrow = this.narrow.map((values) => {
      const copy = new Int16Array(this.room);
      copy.set(values);
      return copy;
    });
  }
}

/** The rows that `last`, `first` and `near90` choose, or −1; the days rise. */
function chooseFollowUps(days: Int32Array, { from, to }: Range, baselineDay: number): readonly [number, number, number] {
  let [last, first, near] = [-1, -1, -1];
  let nearest = Number.POSITIVE_INFINITY;
  for (let row = from + 1; row < to; row++) {
    const gap = (days[row] ?? 0) - baselineDay;
    if (gap < followUpWindow.from || gap > followUpWindow.to) continue;
    if (first < 0) first = row;
    last = row;
    const distance = Math.abs(gap - followUpDueDays);
    if (distance < nearest) [nearest, near] = [distance, row];
  }
  return [last, first, near];
}
