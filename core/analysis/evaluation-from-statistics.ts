import { canonicalJson } from "../canonical-json.ts";
import { addDays, type Month, monthOf } from "../civil-date.ts";
import type { Deviation } from "../deviation.ts";
import { instrumentOf } from "../disclosure/measure-of.ts";
import type { EvaluationAnswer } from "../evaluation-report.ts";
import { folded, instruments, type Registry } from "../instruments/registry.ts";
import { outcomes, primaryInstrument } from "../reported-outcomes.ts";
import { keysUnder, mergeStatistics, type Statistic } from "../statistic.ts";
import { analysedFrom } from "./analysed-instruments.ts";
import { listAt } from "./branch-reader.ts";
import { looksBranch, precisionOf } from "./declared-questions.ts";
import type { Branch } from "./describe-pairs.ts";
import { type Evaluation, evaluationSchema } from "./evaluation.ts";
import { fitProducts } from "./fit-models.ts";
import { columnBranch, fittedOn } from "./fitted-column.ts";
import { factors } from "./head-facts.ts";
import { heterogeneityBranch } from "./heterogeneity-branch.ts";
import { narrowed } from "./model-design.ts";
import { reasonIn, reasons } from "./reasons.ts";
import { primaryEstimate } from "./run-evaluation.ts";
import { describeStatistics } from "./statistic-description.ts";
import {
  type Comparison,
  joinedProducts,
  type PracticeProducts,
  practiceProducts,
  type StatisticProducts,
  statisticProducts,
} from "./statistic-products.ts";
import { wellbyBranch } from "./wellby-branch.ts";

/** One practice with where it stands and its statistics by the month of the referral. */
export type EvaluatedPractice = {
  readonly practice: string;
  readonly pcn: string;
  readonly icb: string;
  readonly months: readonly { readonly month: Month; readonly statistic: Statistic }[];
};

/** A declaration and the SHA-256 of its canonical JSON. */
export type DeclaredEvaluation = { readonly evaluation: Evaluation; readonly sha256: string };

type Evaluated = {
  readonly practices: readonly EvaluatedPractice[];
  readonly declared?: readonly DeclaredEvaluation[];
  readonly registry?: Registry | undefined;
};

/**
 * What cannot be had from statistics, under the keys of `hearten analyse`: it needs the episodes themselves, which no statistic holds. Everything
 * else is computed by the functions that `analyse` calls, and is the same number.
 */
export const needsEpisodes: Readonly<Record<string, string>> = {
  ipw: reasons.combinationsNeeded,
  overlap_weights: reasons.combinationsNeeded,
  doubly_robust: reasons.combinationsNeeded,
  dose: reasons.sessionsNeeded,
  power: reasons.datesNeeded,
  first: reasons.lastAlone,
  near90: reasons.lastAlone,
};

/** Takes practices one after another and keeps of each what the comparisons need; then it answers. The order in which they come does not matter. */
export type Evaluator = {
  /** What the comparisons need of one practice: it follows from its table, from where it stands and from what was declared, and from nothing else. */
  readonly of: (practice: EvaluatedPractice) => PracticeParts;
  readonly take: (practice: string, parts: PracticeParts) => void;
  readonly answers: () => readonly EvaluationAnswer[];
};

/** What each comparison needs of one practice, the declared ones first. */
export type PracticeParts = readonly PracticePart[];
type PracticePart = {
  /** Of every comparison that is made; none where the practice is not of those it is about. */
  readonly products: readonly Omit<PracticeProducts, "practice">[];
  /** What describes those who are compared. */
  readonly whole: readonly (readonly [key: string, n: number])[];
  readonly isLate: boolean;
  readonly isPart: boolean;
};

/** The comparison of referrers for every declared evaluation, and for each outcome that no declaration is about, exploratory. */
export function evaluatorOf({ declared = [], registry = instruments }: Omit<Evaluated, "practices">): Evaluator {
  const told = declared.map((each) => declaredPart(each, registry));
  const named = new Set(declared.map(({ evaluation }) => measureNamed(evaluation.primary.instrument, registry)));
  const others = outcomes.map((outcome) => primaryInstrument[outcome]).filter((measure) => !named.has(measure));
  const explored = others.map((measure) => exploratoryPart(measure, registry));
  let practices = 0;
  return {
    of: (practice) => [...told, ...explored].map((part) => part.of(practice)),
    take: (practice, parts) => {
      practices++;
      for (const [at, { take }] of [...told, ...explored].entries()) {
        const part = parts[at];
        if (part !== undefined) take(practice, part);
      }
    },
    answers: () => (practices === 0 ? [] : [...told, ...explored].flatMap(({ answer }) => answer() ?? [])),
  };
}

/** The same of practices that are all at hand. */
export function evaluationsFromStatistics({ practices, ...given }: Evaluated): readonly EvaluationAnswer[] {
  const { of, take, answers } = evaluatorOf(given);
  for (const practice of practices) take(practice.practice, of(practice));
  return answers();
}

/** What nobody declared: nurse referrals against all other known roles, adjusted for every covariate. */
const undeclared = evaluationSchema.parse({ title: "exploratory", registeredOn: "1970-01-01", primary: { instrument: "any" } });

/** One comparison in the making; it answers `null` where nobody has both scores and nothing was declared. */
type Part = {
  readonly of: (practice: EvaluatedPractice) => PracticePart;
  readonly take: (practice: string, part: PracticePart) => void;
  readonly answer: () => EvaluationAnswer | null;
};

function exploratoryPart(measure: string, registry: Registry): Part {
  const { comparator, covariates } = undeclared;
  const gathered = gathering(measure, [{ measure, ...comparator, covariates }]);
  const answer = (): EvaluationAnswer | null => {
    if (!gathered.isPaired()) return null;
    const { models, primary, description } = compared(undeclared, { measure, gathered, registry });
    return {
      ...{
        label: "exploratory",
        specification: null,
        deviations: [],
        isPart: false,
        instrument: measure,
        treated: comparator.treated,
        covariates,
      },
      ...{ rule: "last", model: "ancova-cr2", description, models, primary, answers: {} },
    };
  };
  const of = (practice: EvaluatedPractice) => ({ ...gathered.of(practice), isLate: false, isPart: false });
  return { of, take: gathered.take, answer };
}

function declaredPart({ evaluation, sha256 }: DeclaredEvaluation, registry: Registry): Part {
  const measure = measureNamed(evaluation.primary.instrument, registry);
  const { title, registeredOn, covariates, comparator, primary } = evaluation;
  const gathered = gathering(measure, comparisonsOf(evaluation, measure, registry));
  let isLate = false;
  let isPart = comparator.others !== undefined || comparator.treated.join() !== undeclared.comparator.treated.join();
  const of = (practice: EvaluatedPractice): PracticePart => {
    const counted = within(evaluation, practice);
    if (counted === null) return { products: [], whole: [], isLate: false, isPart: practice.months.length > 0 };
    const late = counted.months.some(({ month }) => month < monthOf(registeredOn));
    return { ...gathered.of(counted), isLate: late, isPart: counted.months.length < practice.months.length };
  };
  const take = (practice: string, part: PracticePart) => {
    isPart ||= part.isPart;
    isLate ||= part.isLate;
    gathered.take(practice, part);
  };
  const answer = (): EvaluationAnswer => {
    const found = compared(evaluation, { measure, gathered, registry });
    return {
      label: "declared",
      specification: { title, registeredOn, sha256 },
      deviations: deviations(evaluation, { isLate, models: found.models }),
      isPart,
      instrument: measure,
      treated: comparator.treated,
      covariates,
      rule: primary.rule,
      model: primary.model,
      description: found.description,
      models: found.models,
      primary: found.primary,
      answers: declaredAnswers(evaluation, { ...found, measure, gathered, registry }),
    };
  };
  return { of, take, answer };
}

type Gathered = {
  readonly of: (practice: EvaluatedPractice) => Pick<PracticePart, "products" | "whole">;
  readonly take: (practice: string, part: Pick<PracticePart, "products" | "whole">) => void;
  readonly isPaired: () => boolean;
  /** What there is of the measure, all practices together. */
  readonly statistic: () => Statistic;
  /** @throws {Error} for a comparison that was not named beforehand */
  readonly products: (comparison: Comparison) => StatisticProducts;
};

/** The cross-products of each practice's months, by comparison: its board and England ask for the same. */
const productsMade = new WeakMap<EvaluatedPractice["months"], Map<string, PracticeProducts>>();

/** Keeps of each practice its cross-products for every comparison, and of all together what describes them. */
function gathering(measure: string, comparisons: readonly Comparison[]): Gathered {
  const kept = new Map(comparisons.map((comparison) => [canonicalJson(comparison), { comparison, taken: [] as PracticeProducts[] }]));
  const whole = new Map<string, number>();
  let isPaired = false;
  return {
    of: ({ practice, months }) => {
      const statistics = months.map(({ statistic }) => statistic);
      const made = productsMade.get(months) ?? new Map<string, PracticeProducts>();
      productsMade.set(months, made);
      const products = [...kept].map(([name, { comparison }]) => {
        const found = made.get(name) ?? practiceProducts({ practice, statistics }, comparison);
        made.set(name, found);
        const { practice: _whose, ...sums } = found;
        return sums;
      });
      const own = ["pair", "single", "days"].flatMap((kind) => statistics.map((statistic) => keysUnder(statistic, kind, measure)));
      return { products, whole: [...mergeStatistics(own.map((keys) => new Map(keys)))] };
    },
    take: (practice, part) => {
      for (const [at, { taken }] of [...kept.values()].entries()) {
        const sums = part.products[at];
        // two practices may have one table
        if (sums !== undefined) taken.push({ ...sums, practice });
      }
      for (const [key, n] of part.whole) {
        isPaired ||= key.startsWith("pair|");
        whole.set(key, (whole.get(key) ?? 0) + n);
      }
    },
    isPaired: () => isPaired,
    statistic: () => whole,
    products: (comparison) => {
      const found = kept.get(canonicalJson(comparison));
      if (found === undefined) throw new Error(`a comparison of ${comparison.measure} requires to be named before practices are read`);
      return joinedProducts(found.taken, comparison);
    },
  };
}

function comparisonOf({ comparator, covariates }: Pick<Evaluation, "comparator" | "covariates">, measure: string): Comparison {
  return { measure, ...comparator, covariates };
}

/** Every comparison that a declaration asks for: its own, by each grouping, and of the negative control. */
function comparisonsOf(evaluation: Evaluation, measure: string, registry: Registry): readonly Comparison[] {
  const { heterogeneity = [], negativeControl } = evaluation;
  return [
    comparisonOf(evaluation, measure),
    ...heterogeneity.map((grouping) => groupedComparison(evaluation, grouping, measure)),
    ...(negativeControl ? [comparisonOf(evaluation, measureNamed(negativeControl.instrument, registry))] : []),
  ];
}

function groupedComparison(evaluation: Evaluation, grouping: Grouping, measure: string): Comparison {
  const covariates = factors.filter((factor) => factor === grouping || evaluation.covariates.includes(factor));
  return comparisonOf({ ...evaluation, covariates }, measure);
}

type Grouping = (typeof factors)[number];
type Compared = { readonly description: Branch; readonly models: Branch; readonly primary: Branch; readonly products: StatisticProducts };
type Given = { readonly measure: string; readonly gathered: Gathered; readonly registry: Registry };

function compared(evaluation: Evaluation, { measure, gathered, registry }: Given): Compared {
  const { primary } = evaluation;
  const products = gathered.products(comparisonOf(evaluation, measure));
  const description = describeStatistics(analysedFrom(instrumentOf(measure, registry)), [gathered.statistic()]);
  const models = primary.rule === "last" ? modelsOf(products) : { reason: needsEpisodes[primary.rule] };
  return { description, models, products, primary: primaryEstimate(primary.model, models) };
}

function modelsOf({ everybody, missing, unseenLevels }: StatisticProducts): Branch {
  const productsOver = (kept: readonly number[]) => (unseenLevels > 0 ? null : narrowedTo(missing, everybody.columns.length, kept));
  const fitted = fitProducts({ everything: everybody, missing: { unseenLevels, productsOver } });
  if (typeof fitted.reason === "string") return fitted;
  const weighted = (["ipw", "overlap_weights", "doubly_robust"] as const).map((key) => [key, { reason: needsEpisodes[key] }]);
  return { ...fitted, ...Object.fromEntries(weighted) };
}

function narrowedTo(packed: Float64Array, columns: number, kept: readonly number[]): Float64Array {
  const alone = { columns: Array.from({ length: columns }, String), clusters: [], total: packed, at: () => packed };
  return narrowed(alone, kept).total;
}

type Answering = Compared & Given;

/** The declared questions beside the primary one, under the keys of `hearten analyse`; what needs the episodes says so. */
function declaredAnswers(evaluation: Evaluation, { models, primary: estimated, ...given }: Answering): Branch {
  const { heterogeneity, dose, negativeControl, looks, power, wellby } = evaluation;
  const grouped = (grouping: Grouping) => {
    const comparison = groupedComparison(evaluation, grouping, given.measure);
    const { everybody, treated, references } = given.gathered.products(comparison);
    return { grouping, everybody, treated, reference: references[comparison.covariates.indexOf(grouping)] ?? "" };
  };
  return {
    ...(heterogeneity ? { heterogeneity: heterogeneityBranch(heterogeneity.map(grouped)) } : {}),
    ...(dose ? { dose: { reason: needsEpisodes.dose } } : {}),
    ...(negativeControl ? { negative_control: controlBranch(evaluation, negativeControl.instrument, given) } : {}),
    ...(looks ? { looks: looksBranch(precisionOf(evaluation, { models, estimated }), looks.spread) } : {}),
    ...(power ? { power: { difference: power.difference, reason: needsEpisodes.power } } : {}),
    ...(wellby ? { wellby: wellbyBranch(wellby, valued(given.measure, estimated, given.registry)) } : {}),
  };
}

function controlBranch(evaluation: Evaluation, instrument: string, { gathered, registry }: Given): Branch {
  const measure = measureNamed(instrument, registry);
  const fitted = fittedOn(gathered.products(comparisonOf(evaluation, measure)).everybody);
  const found = fitted === null ? { reason: reasons.notEstimable } : columnBranch(fitted, "nurse");
  const [lower, upper] = listAt(found, "ci95").map(Number);
  const passed = lower === undefined || upper === undefined ? null : lower <= 0 && upper >= 0;
  return { instrument: folded(measure).toUpperCase(), ...found, passed };
}

function valued(measure: string, estimated: Branch, registry: Registry): Branch {
  const { range, direction } = instrumentOf(measure, registry);
  const isScale = range.min === 0 && range.max === 10 && direction === "higher-is-better";
  return isScale ? estimated : { reason: reasons.noLifeSatisfaction };
}

/** The practice with the months that lie wholly within the declared window; `null` where it is not of the population. */
function within({ population }: Evaluation, practice: EvaluatedPractice): EvaluatedPractice | null {
  const { referredFrom, referredTo, practices, pcns, icbs } = population;
  const isNamed = (code: string, allowed: readonly string[] | undefined) => allowed === undefined || allowed.includes(code);
  if (!isNamed(practice.practice, practices) || !isNamed(practice.pcn, pcns) || !isNamed(practice.icb, icbs)) return null;
  const months = practice.months.filter(
    ({ month }) =>
      (referredFrom === undefined || `${month}-01` >= referredFrom) &&
      (referredTo === undefined || month < monthOf(addDays(referredTo, 1))),
  );
  return { ...practice, months };
}

type Deviating = { readonly isLate: boolean; readonly models: Branch };

function deviations({ covariates, population: declared }: Evaluation, { isLate, models }: Deviating): readonly Deviation[] {
  const columns = listAt(models, "columns").map(String);
  const uncompared = reasonIn(models);
  const isPartial = [declared.referredFrom, declared.referredTo && addDays(declared.referredTo, 1)].some(
    (day) => day && !day.endsWith("-01"),
  );
  const constant = covariates.filter((covariate) => columns.length > 0 && !columns.some((column) => column.startsWith(covariate)));
  return [
    ...(isLate ? [{ kind: "registered-late", after: "referrals" } as const] : []),
    ...(isPartial ? [{ kind: "partial-months" } as const] : []),
    ...constant.map((covariate) => ({ kind: "single-level", covariate }) as const),
    ...listAt(models, "aliased").map((column) => ({ kind: "combination", column: String(column) }) as const),
    ...(uncompared === null ? [] : [{ kind: "not-compared", reason: uncompared } as const]),
  ];
}

/** The measure that a text names: a shipped or deployed instrument, or a part of one by its own name. */
function measureNamed(text: string, registry: Registry): string {
  return [...registry.keys()].find((id) => folded(id) === folded(text)) ?? text;
}

/** The same comparison for each role that refers, against all other known roles: baseline and every covariate allowed for, CR2 intervals. */
export function roleEffects(measure: string, practices: readonly EvaluatedPractice[]): Readonly<Record<string, Branch>> {
  const roles = new Set<string>();
  for (const { months } of practices) {
    for (const { statistic } of months) {
      for (const [key] of keysUnder(statistic, "pair", measure)) roles.add(key.split("|")[2] ?? "unknown");
    }
  }
  const statistics = practices.map(({ practice, months }) => ({ practice, statistics: months.map(({ statistic }) => statistic) }));
  const known = [...roles].filter((role) => role !== "unknown").sort();
  const effect = (role: string): Branch => {
    const comparison = comparisonOf({ comparator: { treated: [role] }, covariates: [...factors] }, measure);
    const { everybody, treated } = statisticProducts(statistics, comparison);
    const fitted = fittedOn(everybody);
    const counts = { n: everybody.total[0] ?? 0, n_treated: treated.total[0] ?? 0, clusters: everybody.clusters.length };
    return { ...counts, ...(fitted === null ? { reason: reasons.notEstimable } : columnBranch(fitted, "nurse")) };
  };
  return Object.fromEntries(known.map((role) => [role, effect(role)]));
}
