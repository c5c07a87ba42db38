import { type Parsed, refused, taken } from "../refusal.ts";
import type { DatasetReferral } from "./dataset-referral.ts";
import { type Coarseness, ladders, type QuasiIdentifier, quasiIdentifiers, toldOf } from "./generalise.ts";

/** How alike people must be, what may be withheld to get there, and what should stay finest. */
export type GateRule = { readonly alike: number; readonly withheldAtMost: number; readonly finestFirst: readonly QuasiIdentifier[] };

/** A referral together with its values as they are told. */
export type Released = { readonly referral: DatasetReferral; readonly told: Readonly<Record<QuasiIdentifier, string>> };

/** What was let through, and what had to be done for it. */
export type Gated = {
  readonly released: readonly Released[];
  readonly coarseness: Coarseness;
  readonly withheld: number;
  /** Sets of people who are told alike, and the number of people in the smallest. */
  readonly classes: number;
  readonly smallestClass: number;
};

/**
 * Lets through only referrals of people who share the telling values with at least `alike - 1` others (k-anonymity: Sweeney 2002, with people
 * and not rows counted). Of all ways to tell the values more coarsely, everywhere alike (full-domain generalisation: Samarati 2001), it takes
 * the one that loses least and withholds no more than `withheldAtMost`; the same referrals in any order give the same answer. Where none
 * does, the coarsest is taken and more withheld.
 *
 * Loss: over the values, the square of the share of its ladder that each was taken up (so that two values told a little more coarsely are better than
 * one not told), weighted by its place in `finestFirst`; what is named there outweighs all that is not.
 */
export function anonymityGate(referrals: readonly DatasetReferral[], rule: GateRule): Parsed<Gated> {
  const table = new ToldTable(referrals);
  const ways = waysByLoss(rule.finestFirst);
  const allowed = rule.withheldAtMost * referrals.length;
  const suffices = (coarseness: Coarseness) => table.withheldAt(coarseness, rule.alike) <= allowed;
  const mayDo = inPairs(suffices);
  const chosen = ways.find((coarseness) => mayDo(coarseness) && suffices(coarseness)) ?? ways.at(-1);
  if (chosen === undefined) throw new TypeError("anonymityGate requires at least one way to tell values");
  const gated = gateAt(referrals, chosen, rule.alike);
  if (gated.released.length > 0) return taken(gated);
  return refused(
    "too-few-people",
    "population",
    `widen the population: fewer than ${rule.alike} people in it are alike in what could tell them apart`,
  );
}

function gateAt(referrals: readonly DatasetReferral[], coarseness: Coarseness, alike: number): Gated {
  const all = referrals.map((referral) => ({ referral, told: toldOf(referral, coarseness) }));
  const groups = Map.groupBy(all, ({ told }) => quasiIdentifiers.map((name) => told[name]).join("|"));
  const people = [...groups.values()].map((group) => ({ group, size: new Set(group.map(({ referral }) => referral.person)).size }));
  const kept = people.filter(({ size }) => size >= alike);
  const released = new Set(kept.flatMap(({ group }) => group));
  return {
    released: all.filter((one) => released.has(one)),
    coarseness,
    withheld: all.length - released.size,
    classes: kept.length,
    smallestClass: kept.reduce((least, { size }) => Math.min(least, size), kept[0]?.size ?? 0),
  };
}

/** How much more a value weighs that the project named: all that it did not name is told more coarsely first. */
const namedWeight = 100;

/** Every way to tell the values, the one that loses least first; the finer of the values wanted finest comes first among equals. */
function waysByLoss(finestFirst: readonly QuasiIdentifier[]): readonly Coarseness[] {
  const order = [...new Set([...finestFirst, ...quasiIdentifiers])];
  const ways = order.reduce<readonly (readonly number[])[]>(
    (found, name) => found.flatMap((steps) => ladders[name].steps.map((_, step) => [...steps, step])),
    [[]],
  );
  const weightAt = (place: number) => (order.length - place) * (place < finestFirst.length ? namedWeight : 1);
  const lossOf = (steps: readonly number[]) =>
    steps.reduce((sum, step, place) => sum + weightAt(place) * (step / (stepsOf(order[place]) - 1)) ** 2, 0);
  return ways
    .map((steps) => ({ steps, loss: lossOf(steps) }))
    .sort((a, b) => a.loss - b.loss || compareSteps(a.steps, b.steps))
    .map(({ steps }) => Object.fromEntries(order.map((name, place) => [name, steps[place] ?? 0])) as Coarseness);
}

/**
 * Whether a way may suffice, from its values two by two with all others told least: what is too fine for two alone is too fine with more.
 * Few pairs answer for hundreds of ways.
 */
function inPairs(suffices: (coarseness: Coarseness) => boolean): (coarseness: Coarseness) => boolean {
  const known = new Map<string, boolean>();
  const least = Object.fromEntries(quasiIdentifiers.map((name) => [name, stepsOf(name) - 1])) as Coarseness;
  const pairs = quasiIdentifiers.flatMap((a, place) => quasiIdentifiers.slice(place + 1).map((b) => [a, b] as const));
  return (coarseness) =>
    pairs.every(([a, b]) => {
      const name = `${a}${coarseness[a]}${b}${coarseness[b]}`;
      const answer = known.get(name) ?? suffices({ ...least, [a]: coarseness[a], [b]: coarseness[b] });
      known.set(name, answer);
      return answer;
    });
}

function stepsOf(name: QuasiIdentifier | undefined): number {
  return name === undefined ? 0 : ladders[name].steps.length;
}

function compareSteps(a: readonly number[], b: readonly number[]): number {
  const place = a.findIndex((step, index) => step !== b[index]);
  return place < 0 ? 0 : (a[place] ?? 0) - (b[place] ?? 0);
}

/** The telling values of many referrals, told once at every step, so that hundreds of ways can be tried in a moment. */
class ToldTable {
  private readonly people: Int32Array;
  private readonly personCount: number;
  /** For each value and step: the number that stands for what is told, for each referral. */
  private readonly codes: Readonly<Record<QuasiIdentifier, readonly { readonly of: Int32Array; readonly count: number }[]>>;

  constructor(referrals: readonly DatasetReferral[]) {
    const people = coded(referrals.map(({ person }) => person));
    this.people = people.of;
    this.personCount = people.count;
    const entries = quasiIdentifiers.map((name) => [
      name,
      ladders[name].steps.map((_, step) => coded(referrals.map((referral) => ladders[name].told(referral, step)))),
    ]);
    this.codes = Object.fromEntries(entries);
  }

  /** How many referrals would be withheld. */
  withheldAt(coarseness: Coarseness, alike: number): number {
    const classes = this.classesAt(coarseness);
    const people = new Map<number, number>();
    const seen = new Set<number>();
    for (let row = 0; row < classes.length; row++) {
      const group = classes[row] ?? 0;
      const pair = group * this.personCount + (this.people[row] ?? 0);
      if (seen.has(pair)) continue;
      seen.add(pair);
      people.set(group, (people.get(group) ?? 0) + 1);
    }
    return classes.reduce((withheld, group) => withheld + ((people.get(group) ?? 0) < alike ? 1 : 0), 0);
  }

  // numbered anew after each value, so that the product of what is told never grows past what a number holds
  private classesAt(coarseness: Coarseness): Int32Array {
    let classes = new Int32Array(this.people.length);
    for (const name of quasiIdentifiers) {
      const { of, count } = this.codes[name][coarseness[name]] ?? { of: classes, count: 1 };
      if (count === 1) continue;
      const numbers = new Map<number, number>();
      classes = classes.map((group, row) => {
        const pair = group * count + (of[row] ?? 0);
        const known = numbers.get(pair) ?? numbers.size;
        numbers.set(pair, known);
        return known;
      });
    }
    return classes;
  }
}

function coded(texts: readonly string[]): { readonly of: Int32Array; readonly count: number } {
  const numbers = new Map<string, number>();
  const of = Int32Array.from(texts, (text) => {
    const known = numbers.get(text) ?? numbers.size;
    numbers.set(text, known);
    return known;
  });
  return { of, count: numbers.size };
}
