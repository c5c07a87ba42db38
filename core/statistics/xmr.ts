/** What a point of an XmR chart is: ordinary, or the special cause that comes first in the order of precedence. */
export type XmrFlag =
  | "Common Cause"
  | "Above UCL"
  | "Below LCL"
  | "7 Point Trend (Increasing)"
  | "7 Point Trend (Decreasing)"
  | "2 in 3 Above CL"
  | "2 in 3 Below CL"
  | "7 Points Above CL"
  | "7 Points Below CL";

/** One point with the centre line and the limits of its stretch; limits are `null` where no moving range is left to set them. */
export type XmrPoint = {
  readonly value: number;
  readonly mean: number;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly flag: XmrFlag;
};

/** How the limits are set. */
export type XmrOptions = {
  /** Drop moving ranges of at least 3.267 times their mean, once, before limits are set. */
  readonly screen: boolean;
  /** Take the limits from so many first points of each stretch only. */
  readonly fixAfter?: number;
};

/** A value in time order; `rebase` starts a new stretch with its own limits. */
export type XmrValue = { readonly value: number; readonly rebase?: boolean };

/**
 * An individuals chart: mean ± 2.66 mean moving ranges for each stretch, and one flag a point. Outside the limits comes before a trend
 * of seven, before two of three beyond two thirds of the limits, before seven on one side.
 *
 * The rules are those of the NHS "Making data count" charts. R: `NHSRplotthedots::ptd_spc` 0.2.2, flag for flag.
 */
export function xmrChart(values: readonly XmrValue[], options: XmrOptions): readonly XmrPoint[] {
  return stretches(values).flatMap((stretch) => chartOf(stretch, options));
}

function stretches(values: readonly XmrValue[]): readonly (readonly number[])[] {
  const found: number[][] = [];
  for (const { value, rebase } of values) {
    if (found.length === 0 || rebase === true) found.push([]);
    found.at(-1)?.push(value);
  }
  return found;
}

function chartOf(values: readonly number[], { screen, fixAfter }: XmrOptions): readonly XmrPoint[] {
  const basis = values.slice(0, fixAfter ?? values.length);
  const mean = average(basis) ?? Number.NaN;
  const range = meanRange(movingRanges(basis), screen);
  const reading = read(values, mean, range);
  return values.map((value, index) => ({
    value,
    mean,
    lower: range === null ? null : mean - 2.66 * range,
    upper: range === null ? null : mean + 2.66 * range,
    flag: flagAt(index, reading),
  }));
}

function movingRanges(values: readonly number[]): readonly number[] {
  return values.slice(1).map((value, index) => Math.abs(value - (values[index] ?? value)));
}

function meanRange(ranges: readonly number[], screen: boolean): number | null {
  const mean = average(ranges);
  if (mean === null || !screen) return mean;
  return average(ranges.filter((range) => range < 3.267 * mean));
}

// the second pass makes the mean of equal values that value, so that a flat series has no point beside its mean
function average(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const first = values.reduce((total, value) => total + value, 0) / values.length;
  return first + values.reduce((total, value) => total + (value - first), 0) / values.length;
}

type Reading = {
  /** 1 above the mean, −1 below, 0 on it. */
  readonly sides: readonly number[];
  readonly outside: readonly boolean[];
  /** Beyond two thirds of the limits, within them. */
  readonly near: readonly boolean[];
  /** 1 for a step up, −1 for a step down, 0 for none: from the point before. */
  readonly steps: readonly number[];
};

function read(values: readonly number[], mean: number, range: number | null): Reading {
  const [limit, warning] = range === null ? [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY] : [2.66 * range, ((2 * 2.66) / 3) * range];
  const outside = values.map((value) => value > mean + limit || value < mean - limit);
  return {
    sides: values.map((value) => Math.sign(value - mean)),
    outside,
    near: values.map((value, index) => outside[index] === false && (value > mean + warning || value < mean - warning)),
    steps: values.map((value, index) => (index === 0 ? 0 : Math.sign(value - (values[index - 1] ?? value)))),
  };
}

function flagAt(index: number, reading: Reading): XmrFlag {
  const above = (reading.sides[index] ?? 0) > 0;
  if (reading.outside[index]) return above ? "Above UCL" : "Below LCL";
  const trend = trendAt(index, reading.steps);
  if (trend !== 0) return trend > 0 ? "7 Point Trend (Increasing)" : "7 Point Trend (Decreasing)";
  if (isTwoInThree(index, reading)) return above ? "2 in 3 Above CL" : "2 in 3 Below CL";
  if (isInRun(index, reading.sides)) return above ? "7 Points Above CL" : "7 Points Below CL";
  return "Common Cause";
}

// a point that ends one trend and starts another belongs to the later one
function trendAt(index: number, steps: readonly number[]): number {
  for (let end = Math.min(steps.length - 1, index + 6); end >= Math.max(6, index); end--) {
    const first = steps[end] ?? 0;
    if (first !== 0 && steps.slice(end - 5, end + 1).every((step) => step === first)) return first;
  }
  return 0;
}

function isInRun(index: number, sides: readonly number[]): boolean {
  for (let end = Math.max(6, index); end <= Math.min(sides.length - 1, index + 6); end++) {
    const side = sides[end] ?? 0;
    if (side !== 0 && sides.slice(end - 6, end + 1).every((other) => other === side)) return true;
  }
  return false;
}

function isTwoInThree(index: number, { sides, near }: Reading): boolean {
  if (near[index] !== true) return false;
  return [index - 2, index - 1, index].some((start) => {
    if (start < 0 || start + 3 > sides.length) return false;
    const sameSide = Math.abs(sides.slice(start, start + 3).reduce((total, side) => total + side, 0)) === 3;
    return sameSide && near.slice(start, start + 3).filter(Boolean).length >= 2;
  });
}
