/** How one instrument's scores are made. Points are the instrument's own; `worse` is +1 where higher is worse. */
export type InstrumentModel = {
  readonly instrument: string;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly sd: number;
  readonly worse: 1 | -1;
  /** Probability that a service asks this of somebody at all. */
  readonly asked: number;
  /** The answers a total is spread over. */
  readonly items: { readonly count: number; readonly min: number; readonly max: number };
  /** The score is the first answer, and the others are answers beside it; otherwise it is the sum of all. Such answers are always sent. */
  readonly firstAnswerOnly?: true;
  /** Answers are always sent: a total would have to say what scale it is on. */
  readonly alwaysAnswered?: true;
  /** Whether a practice uses it at all; every practice where absent. */
  readonly usedBy?: (practice: string) => boolean;
};

/** One practice in three also asks about wellbeing. */
const asksAboutWellbeing = (practice: string) => Number(practice.slice(1)) % 3 === 0;

/** Means and spreads of the size that evaluations report (domain facts, section 7: T1, T4, T9). */
export const instrumentModels: readonly InstrumentModel[] = [
  { instrument: "phq-9", min: 0, max: 27, mean: 12.2, sd: 5.4, worse: 1, asked: 0.95, items: { count: 9, min: 0, max: 3 } },
  { instrument: "gad-7", min: 0, max: 21, mean: 10.6, sd: 4.7, worse: 1, asked: 0.95, items: { count: 7, min: 0, max: 3 } },
  { instrument: "lsns-6", min: 0, max: 30, mean: 12.5, sd: 5.6, worse: -1, asked: 0.55, items: { count: 6, min: 0, max: 5 } },
  { instrument: "ucla-3", min: 3, max: 9, mean: 6.4, sd: 1.6, worse: 1, asked: 0.65, items: { count: 3, min: 1, max: 3 } },
  {
    ...{ instrument: "swemwbs", min: 7, max: 35, mean: 20, sd: 4.6, worse: -1, asked: 0.9, items: { count: 7, min: 1, max: 5 } },
    ...{ alwaysAnswered: true, usedBy: asksAboutWellbeing },
  },
  {
    ...{ instrument: "ons4", min: 0, max: 10, mean: 5.4, sd: 2.2, worse: -1, asked: 0.9, items: { count: 4, min: 0, max: 10 } },
    ...{ firstAnswerOnly: true, alwaysAnswered: true, usedBy: asksAboutWellbeing },
  },
];

/**
 * The truth that the simulation is made with, in standard deviations of each instrument (negative is improvement):
 * what happens to everybody, what a nurse's referral adds, and how strongly scores regress to the mean without any of it.
 */
export type TrueEffects = {
  readonly everybody: number;
  readonly nurse: number;
  readonly regression: number;
  readonly byActivity: Readonly<Record<string, number>>;
};

export const defaultEffects: TrueEffects = {
  everybody: -0.25,
  nurse: -0.1,
  regression: 0.35,
  byActivity: { nature: -0.18, arts: -0.1, exercise: -0.06, befriending: -0.04, debt: 0.06, housing: 0.12, employment: 0.08 },
};
