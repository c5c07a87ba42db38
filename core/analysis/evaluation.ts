import * as z from "zod";
import { isCivilDate } from "../civil-date.ts";
import { type Parsed, taken } from "../refusal.ts";
import { type Analysed, analysedInstruments, indexAmong } from "./analysed-instruments.ts";
import { factors } from "./head-facts.ts";
import { followUpRules } from "./pair-surveys.ts";

const date = z.string().refine(isCivilDate, "a date that exists, as YYYY-MM-DD");
const names = z.array(z.string().min(1)).min(1);
const roles = z.array(z.string().min(1).toLowerCase()).min(1);

const share = z.number().min(0).max(1);
const points = z.number().min(-10).max(10);

/** What wellbeing is valued by: all of it is somebody's judgement, none of it has a default. */
const wellby = z.strictObject({
  /** Points of life satisfaction (0 to 10): the declared primary difference, or an estimate from elsewhere with its source. */
  lifeSatisfaction: z.union([
    z.literal("primary"),
    z.strictObject({ estimate: points, lower: points, upper: points, source: z.string().min(3) }),
  ]),
  people: z.int().min(1),
  years: z.number().positive().max(50),
  causalShare: share,
  /** Why so much of the difference may be called caused. */
  causalBasis: z.string().min(10),
  deadweight: share,
  attributionToOthers: share,
  dropOffPerYear: share,
  poundsPerWellby: z.strictObject({ low: z.number().positive(), central: z.number().positive(), high: z.number().positive() }),
  priceYear: z.int().min(2010).max(2100),
});

function rises(looks: readonly { readonly on: string; readonly fraction: number }[]): boolean {
  return looks.every(({ on, fraction }, at) => at === 0 || (on > (looks[at - 1]?.on ?? "") && fraction > (looks[at - 1]?.fraction ?? 0)));
}

/**
 * An evaluation as it was declared before it was run: whom it is about, what counts, compared with whom, adjusted for what.
 * What is left out is the rule of the conformance cases: everybody, `last`, nurse referrals against all other known roles, every covariate.
 */
export const evaluationSchema = z.strictObject({
  title: z.string().min(3),
  /** The day on which this declaration was made public. */
  registeredOn: date,
  population: z
    .strictObject({
      referredFrom: date.optional(),
      referredTo: date.optional(),
      practices: names.optional(),
      pcns: names.optional(),
      icbs: names.optional(),
    })
    .default({}),
  primary: z.strictObject({
    instrument: z.string(),
    rule: z.enum(followUpRules).default("last"),
    model: z.enum(["ancova-cr2", "mixed-model", "weighting"]).default("ancova-cr2"),
  }),
  comparator: z.strictObject({ treated: roles.default(["nurse"]), others: roles.optional() }).prefault({}),
  covariates: z.array(z.enum(factors)).default([...factors]),
  /** Between which groups the difference is tested for being different; Holm's adjustment is over all of these. */
  heterogeneity: z.array(z.enum(factors)).min(1).optional(),
  /** The number of sessions attended, from the column of that name. */
  dose: z.literal("sessions").optional(),
  /** A measure that nobody's referral should change: where the comparison finds a difference in it, it fails its own check. */
  negativeControl: z.strictObject({ instrument: z.string() }).optional(),
  /** For looking again and again: the standard deviation, in points, of the differences that are thought possible. */
  looks: z.strictObject({ spread: z.number().positive() }).optional(),
  /** For looking a few times on declared days: each with the share of the planned information that will be in by then, up to 1 at the last. */
  schedule: z
    .array(z.strictObject({ on: date, fraction: z.number().gt(0).max(1) }))
    .min(1)
    .max(12)
    .refine(rises)
    .optional(),
  /** What is done about those without a follow-up: nothing but saying how far off they would have to be, or also shifting them by so many points. */
  missingData: z
    .discriminatedUnion("plan", [
      z.strictObject({ plan: z.literal("complete-cases") }),
      z.strictObject({ plan: z.literal("delta-adjusted"), deltas: z.array(z.number().min(-50).max(50)).min(1).max(20) }),
    ])
    .optional(),
  /** The least difference that matters, in points, for the power now and a quarter on. */
  power: z.strictObject({ difference: z.number().positive() }).optional(),
  wellby: wellby.optional(),
});

/** A declared evaluation with everything filled in. */
export type Evaluation = Readonly<z.infer<typeof evaluationSchema>>;

/** Reads a declaration; every fault is a refusal that names the field and what is required there. */
export function parseEvaluation(declared: unknown, analysed: Analysed = analysedInstruments): Parsed<Evaluation> {
  const { primary } = evaluationSchema.shape;
  const instrument = z.string().refine((text) => indexAmong(analysed, text) >= 0, "an instrument whose totals can be analysed");
  const known = evaluationSchema.extend({
    primary: primary.extend({ instrument }),
    negativeControl: z.strictObject({ instrument }).optional(),
  });
  const parsed = known.safeParse(declared);
  if (parsed.success) return taken(parsed.data);
  const refusals = parsed.error.issues.map(({ path, code, message }) => ({
    rule: code === "unrecognized_keys" ? "unknown-field" : "specification-invalid",
    field: path.join("."),
    fix: code === "custom" ? `give ${message}` : fixFor(code),
  }));
  return { ok: false, refusals };
}

// zod's own messages may repeat what was sent
function fixFor(code: string): string {
  if (code === "unrecognized_keys") return "leave out what the specification does not know";
  if (code === "too_small" || code === "too_big") return "give a value within the range the specification allows";
  if (code === "invalid_type") return "give a value of the type the specification names";
  return "give one of the values the specification allows";
}
