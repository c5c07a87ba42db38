import * as z from "zod";

/** How well a fact is supported: read in its source, in a secondary one, recomputed, or remembered and still to be checked. */
export const evidenceGrades = ["confirmed", "secondary", "verified", "unconfirmed"] as const;

/** What an instrument measures. Isolation and loneliness are two constructs and are never pooled. */
export const constructs = [
  "anxiety",
  "depression",
  "anxiety-and-depression",
  "loneliness",
  "isolation",
  "wellbeing",
  "life-satisfaction",
  "distress",
  "quality-of-life",
  "activation",
  "self-efficacy",
  "personal-concerns",
] as const;

const directions = ["higher-is-better", "higher-is-worse"] as const;
const claim = { source: z.string().min(3), evidence: z.enum(evidenceGrades), note: z.string().min(3).optional() };

const threshold = z.strictObject({ value: z.number(), configurable: z.boolean().optional(), ...claim });

const caseness = z.strictObject({
  when: z.enum(["at-or-above", "below", "at-or-below"]),
  value: z.number(),
  meaning: z.string().min(3),
  configurable: z.boolean().optional(),
  ...claim,
});

const bands = z.strictObject({
  list: z.array(z.strictObject({ from: z.number(), label: z.string().min(1) })).min(1),
  configurable: z.boolean().optional(),
  ...claim,
});

const alternative = z.strictObject({
  replaces: z.enum(["caseness", "reliableChange", "minimalImportantDifference", "bands", "missing"]),
  value: z.number(),
  ...claim,
});

const item = z.strictObject({
  number: z.int().min(1),
  topic: z.string().min(2).optional(),
  min: z.int(),
  max: z.int(),
  reversed: z.literal(true).optional(),
  countsWhen: z.array(z.int()).optional(),
  optional: z.literal(true).optional(),
  loinc: z.string().optional(),
});

const measured = {
  bands: bands.nullable(),
  caseness: caseness.nullable(),
  reliableChange: threshold.nullable(),
  minimalImportantDifference: threshold.nullable(),
};

const subscale = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  name: z.string().min(2),
  items: z.array(z.int().min(1)).min(1),
  direction: z.enum(directions),
  ...measured,
});

const metric = z.union([
  z.strictObject({ multiplyBy: z.int().min(2) }),
  z.strictObject({ table: z.array(z.tuple([z.int(), z.number()])).min(2), ...claim }),
]);

/** A licensed EQ-5D-5L value set: which one it is, and its index for each state. */
export const valueSetSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/),
  version: z.string().regex(/^[A-Za-z0-9.-]+$/),
  country: z.string().min(2),
  source: z.string().min(3),
  licence: z.string().min(1),
  values: z.record(z.string().regex(/^[1-5]{5}$/), z.number().max(1)),
});

const scoring = z.discriminatedUnion("method", [
  z.strictObject({ method: z.literal("sum"), metric: metric.optional() }),
  z.strictObject({ method: z.literal("count") }),
  z.strictObject({ method: z.literal("mean") }),
  z.strictObject({ method: z.literal("separate") }),
  z.strictObject({ method: z.literal("value-set"), valueSet: valueSetSchema.nullable() }),
  z.strictObject({ method: z.literal("supplied"), decimals: z.int().min(0).max(2) }),
]);

const code = z.strictObject({
  code: z.string(),
  means: z.enum(["score", "scale", "index", "visual-analogue-scale", "panel", "difficulty"]),
  legacy: z.literal(true).optional(),
  evidence: z.enum(evidenceGrades),
});

/** The shape of a definition: the same for those shipped here and for a deployer's own, read from JSON. */
export const instrumentSchema = z.strictObject({
  /** Lower case with hyphens; what is stored and sent. */
  id: z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/),
  name: z.string().min(2),
  /** Of the definition and its scoring: changes whenever a score, a band or a threshold could come out differently. */
  version: z.string().min(1),
  construct: z.enum(constructs),
  direction: z.enum(directions),
  recallPeriod: z.string().min(2),
  range: z.strictObject({ min: z.number(), max: z.number() }),
  items: z.array(item),
  /** The words beside the numbers, where they may be shown. */
  anchors: z.array(z.strictObject({ value: z.int(), label: z.string() })).optional(),
  scoring,
  /** Whether a total without its answers may be taken; `why` says what to send instead. */
  totals: z.discriminatedUnion("accepted", [
    z.strictObject({ accepted: z.literal(true) }),
    z.strictObject({ accepted: z.literal(false), why: z.string().min(3) }),
  ]),
  missing: z.strictObject({ allowed: z.int().min(0), method: z.enum(["none", "mean-of-answered", "count-answered"]), ...claim }),
  ...measured,
  /** A person is a case when any subscale says so (PHQ-4). */
  caseWhenAnySubscaleIs: z.literal(true).optional(),
  subscales: z.array(subscale),
  /** The item that asks about self-harm: any answer from `atOrAbove` on is a flag for a person to act on the same day. */
  riskItem: z.strictObject({ item: z.int().min(1), atOrAbove: z.int(), meaning: z.string().min(3), ...claim }).nullable(),
  /** Other published values, for a deployer who must use them; never applied by themselves. */
  alternatives: z.array(alternative),
  codes: z.strictObject({ snomed: z.array(code), loinc: z.array(code) }),
  licence: z.strictObject({
    holder: z.string().min(2),
    type: z.string().min(2),
    requiresLocalId: z.boolean(),
    /** What is refused without the organisation's licence reference: nothing, sending answers in, or even scoring. */
    requiredFor: z.enum(["nothing", "submission", "scoring"]),
    /** The reference under which a whole deployment holds the licence. */
    localId: z.string().min(1).optional(),
    /** The references of practices that hold one of their own, by ODS code. */
    localIds: z.record(z.string(), z.string().min(1)).optional(),
    wordingAllowed: z.boolean(),
    ...claim,
  }),
});

type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;

/** A questionnaire as data a clinician can read: what it measures, how it is scored, what its scores mean and who says so. */
export type Instrument = DeepReadonly<z.infer<typeof instrumentSchema>>;

/** One question: its number on the form, the answers it allows, and whether it is scored the other way round. */
export type Item = Instrument["items"][number];

/** A part of an instrument that is scored on its own. */
export type Subscale = Instrument["subscales"][number];

/** What is needed to read one score or a change of it: a whole instrument or one of its subscales. */
export type Measure = Pick<Instrument, "direction" | "bands" | "caseness" | "reliableChange" | "minimalImportantDifference">;

/** A licensed EQ-5D-5L value set. */
export type ValueSet = DeepReadonly<z.infer<typeof valueSetSchema>>;
