/**
 * A second scorer, written from the printed instructions and not from the definitions: one function for each instrument, its own
 * constants, bands looked up score by score. It shares nothing with `core/`.
 */
export type Answer = number | null;
export type Verdict = { score: number | null; band: string | null; caseness: boolean | null; risk: string };

const silent: Verdict = { score: null, band: null, caseness: null, risk: "not-applicable" };

/** `"0-4 minimal; 5-9 mild"` as a table from each whole score to its label. */
function ladder(text: string): Map<number, string> {
  const rungs = text.split("; ").map((rung) => /^(\d+)-(\d+) (.+)$/.exec(rung) ?? []);
  return new Map(
    rungs.flatMap(([, from, to, label = ""]) => {
      const scores = Array.from({ length: Number(to) - Number(from) + 1 }, (_, index) => Number(from) + index);
      return scores.map((score) => [score, label] as const);
    }),
  );
}

const ladders = {
  phq9: ladder("0-4 minimal; 5-9 mild; 10-14 moderate; 15-19 moderately severe; 20-27 severe"),
  gad7: ladder("0-4 minimal; 5-9 mild; 10-14 moderate; 15-21 severe"),
  phq4: ladder("0-2 normal; 3-5 mild; 6-8 moderate; 9-12 severe"),
  hads: ladder("0-7 normal; 8-10 borderline; 11-21 abnormal"),
  djg: ladder("0-1 not lonely; 2-4 moderately lonely; 5-6 severely lonely"),
  lsns: ladder("0-11 at risk of isolation; 12-30 not at risk"),
  core: ladder("0-5 healthy; 6-10 low; 11-14 mild; 15-19 moderate; 20-24 moderate to severe; 25-40 severe"),
  wemwbs: ladder("14-40 probable depression; 41-44 possible depression or distress; 45-70 no indication"),
  cesd: ladder("0-15 not at risk; 16-60 at risk"),
  cel: ladder("0-3 unlikely to be lonely; 4-9 in between; 10-12 most intense loneliness"),
  who5: ladder("0-28 likely depression; 29-50 poor wellbeing; 51-100 no indication"),
  ons: ladder("1-1 never; 2-2 hardly ever; 3-3 occasionally; 4-4 some of the time; 5-5 often or always"),
};

/** SWEMWBS, raw to metric, as printed in the conversion table (four columns, read downwards). */
const printedTable = `7 7.00 15 15.84 23 20.73 31 28.13 | 8 9.51 16 16.36 24 21.54 32 29.31 | 9 11.25 17 16.88 25 22.35 33 30.70
| 10 12.40 18 17.43 26 23.21 34 32.55 | 11 13.33 19 17.98 27 24.11 35 35.00 | 12 14.08 20 18.59 28 25.03 | 13 14.75 21 19.25 29 26.02
| 14 15.32 22 19.98 30 27.03`;
export const swemwbsTable: ReadonlyMap<number, number> = new Map(
  [...printedTable.matchAll(/(\d+) (\d+\.\d\d)/g)].map(([, raw, metric]) => [Number(raw), Number(metric)]),
);

const answered = (answers: readonly Answer[]): number[] => answers.filter((answer) => answer !== null);
const complete = (answers: readonly Answer[]): boolean => answers.indexOf(null) === -1;
const add = (numbers: readonly Answer[]): number => {
  let total = 0;
  for (let i = numbers.length; i-- > 0; ) total += numbers[i] ?? 0;
  return total;
};
const cents = (value: number): number => Number(value.toFixed(2));

function simple(answers: readonly Answer[], bands: Map<number, string> | null, isCase: ((score: number) => boolean) | null): Verdict {
  if (!complete(answers)) return silent;
  const score = add(answers);
  return { ...silent, score, band: bands?.get(score) ?? null, caseness: isCase?.(score) ?? null };
}

/** The mean of what was answered, times the number of items; the band is that of the whole score below. */
function prorated(
  answers: readonly Answer[],
  mayMiss: number,
  bands: Map<number, string> | null,
  isCase: ((score: number) => boolean) | null,
): Verdict {
  const given = answered(answers);
  if (given.length === 0 || answers.length - given.length > mayMiss) return silent;
  const exact = (add(given) / given.length) * answers.length;
  return { ...silent, score: cents(exact), band: bands?.get(Math.floor(exact + 1e-9)) ?? null, caseness: isCase?.(exact + 1e-9) ?? null };
}

function flagged(verdict: Verdict, answer: Answer | undefined): Verdict {
  return { ...verdict, risk: answer === null || answer === undefined ? "not-supplied" : answer === 0 ? "no" : "yes" };
}

function swemwbsBand(metric: number): string {
  if (metric <= 17) return "probable depression or anxiety";
  return metric <= 20 ? "possible depression or anxiety" : "no indication";
}

export const oracle: Record<string, (answers: readonly Answer[]) => Verdict> = {
  "phq-9": (a) =>
    flagged(
      simple(a, ladders.phq9, (score) => score > 9),
      a[8],
    ),
  "gad-7": (a) => simple(a, ladders.gad7, (score) => score > 7),
  "gad-2": (a) => simple(a, null, (score) => score > 2),
  "phq-2": (a) => simple(a, null, (score) => score > 2),
  "phq-4": (a) => {
    const [w = null, x = null, y = null, z = null] = a;
    const halves = [w === null || x === null ? null : w + x >= 3, y === null || z === null ? null : y + z >= 3];
    const caseness = halves[0] || halves[1] ? true : halves[0] === null || halves[1] === null ? null : false;
    return { ...simple(a, ladders.phq4, null), caseness };
  },
  "hads-a": (a) => prorated(a, 3, ladders.hads, (score) => score >= 8),
  "hads-d": (a) => prorated(a, 3, ladders.hads, (score) => score >= 8),
  "ucla-3": (a) => simple(a, null, (score) => score > 5),
  "djg-6": (a) => {
    if (answered(a).length < 5) return silent;
    const emotional = a.slice(0, 3).filter((answer) => answer === 2 || answer === 3).length;
    const social = a.slice(3).filter((answer) => answer === 1 || answer === 2).length;
    const score = emotional + social;
    return { ...silent, score, band: ladders.djg.get(score) ?? null, caseness: !(score < 2) };
  },
  "ons-loneliness": ([printed = null]) => {
    if (printed === null) return silent;
    const score = [5, 4, 3, 2, 1][printed - 1] ?? null;
    return { ...silent, score, band: ladders.ons.get(score ?? 0) ?? null, caseness: printed === 1 };
  },
  ons4: () => silent,
  wemwbs: (a) => prorated(a, 3, ladders.wemwbs, null),
  swemwbs: (a) => {
    const score = complete(a) ? (swemwbsTable.get(add(a)) ?? null) : null;
    return score === null ? silent : { ...silent, score, band: swemwbsBand(score) };
  },
  "who-5": (a) => {
    if (!complete(a)) return silent;
    const score = add(a) * 4;
    return { ...silent, score, band: ladders.who5.get(score) ?? null, caseness: add(a) < 13 };
  },
  "core-10": (a) => {
    const turned = a.map((answer, index) => (answer !== null && (index === 1 || index === 2) ? 4 - answer : answer));
    return flagged(
      prorated(turned, 1, ladders.core, (score) => score > 10.99),
      a[5],
    );
  },
  "lsns-6": (a) => simple(a, ladders.lsns, (score) => score <= 11),
  "eq-5d-5l": () => silent,
  mycaw: ([first = null, second = null, wellbeing = null]) => {
    if (first === null || wellbeing === null) return silent;
    return { ...silent, score: second === null ? (first + wellbeing) / 2 : cents((first + second + wellbeing) / 3) };
  },
  cel: (a) => simple(a, ladders.cel, null),
  gse: (a) => prorated(a, 3, null, null),
  "ces-d": (a) => {
    const turned = a.map((answer, index) => (answer !== null && [3, 7, 11, 15].includes(index) ? 3 - answer : answer));
    return prorated(turned, 4, ladders.cesd, (score) => score >= 16);
  },
};
