import { normalDensity, normalQuantile, normalTails } from "./normal.ts";
import { solveTail } from "./solve-tail.ts";

/** One look of a schedule: how much of the error rate is spent by then, and how large |z| must be for the difference to be told from none. */
export type SequentialLook = { readonly fraction: number; readonly spent: number; readonly bound: number };

/**
 * The share of the two-sided error rate that is spent when a share of the planned information is in (Lan and DeMets 1983, of the type of O'Brien
 * and Fleming): next to nothing early, all of it at the end. R: `4 * (1 - pnorm(qnorm(1 - alpha / 4) / sqrt(t)))`.
 */
export function obrienFlemingSpent(fraction: number, alpha: number = 0.05): number {
  return 4 * normalTails(normalQuantile(1 - alpha / 4) / Math.sqrt(fraction)).upper;
}

const points = 1200;
/** Nothing that matters lies so many standard deviations out. */
const outermost = 9;

/**
 * The bounds of a two-sided group sequential test at these shares of the planned information, rising to 1, symmetric and binding: at each look the
 * probability of having crossed by then is what may be spent. By recursive integration (Armitage, McPherson and Rowe 1969) of the density of a
 * Brownian motion that has stayed inside, with Simpson's rule.
 *
 * R: `rpact::getDesignGroupSequential(alpha = .05, sided = 2, informationRates = t, typeOfDesign = "asOF")$criticalValues`.
 * @throws {RangeError} where the shares do not rise above 0 and up to 1
 */
export function sequentialLooks(fractions: readonly number[], alpha: number = 0.05): readonly SequentialLook[] {
  if (fractions.some((fraction, look) => fraction <= (fractions[look - 1] ?? 0) || fraction > 1))
    throw new RangeError("sequentialLooks requires shares that rise above 0 and up to 1");
  const looks: SequentialLook[] = [];
  let inside: Density | null = null;
  for (const fraction of fractions) {
    const before = inside;
    const spent = obrienFlemingSpent(fraction, alpha);
    const now = spent - (looks.at(-1)?.spent ?? 0);
    const bound = before === null ? normalQuantile(1 - now / 2) : solveTail((at) => crossing(before, fraction, at), now, 2, false);
    looks.push({ fraction, spent, bound });
    inside = densityInside(before, fraction, bound);
  }
  return looks;
}

/** The density of the motion at a time, on a grid of places that it may be at without having crossed before. */
type Density = { readonly time: number; readonly places: Float64Array; readonly weights: Float64Array };

function densityInside(before: Density | null, time: number, bound: number): Density {
  const edge = Math.min(bound, outermost) * Math.sqrt(time);
  const width = (2 * edge) / points;
  const places = Float64Array.from({ length: points + 1 }, (_, at) => -edge + at * width);
  const weights = places.map((place, at) => {
    const simpson = (at === 0 || at === points ? 1 : at % 2 === 1 ? 4 : 2) * (width / 3);
    return simpson * (before === null ? normalDensity(place / Math.sqrt(time)) / Math.sqrt(time) : densityAt(before, time, place));
  });
  return { time, places, weights };
}

function densityAt({ time: earlier, places, weights }: Density, time: number, place: number): number {
  const deviation = Math.sqrt(time - earlier);
  return places.reduce((sum, from, at) => sum + (weights[at] ?? 0) * normalDensity((place - from) / deviation), 0) / deviation;
}

/** The probability of being outside the bound for the first time at this look, and how fast it falls as the bound rises. */
function crossing(
  { time: earlier, places, weights }: Density,
  time: number,
  bound: number,
): { readonly tail: number; readonly density: number } {
  const deviation = Math.sqrt(time - earlier);
  const edge = bound * Math.sqrt(time);
  let [tail, density] = [0, 0];
  for (const [at, from] of places.entries()) {
    const [above, below] = [(edge - from) / deviation, (-edge - from) / deviation];
    tail += (weights[at] ?? 0) * (normalTails(above).upper + normalTails(below).lower);
    density += (weights[at] ?? 0) * (normalDensity(above) + normalDensity(below)) * (Math.sqrt(time) / deviation);
  }
  return { tail, density };
}
