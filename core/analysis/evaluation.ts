import * as z from "zod";
import { isCivilDate } from "../civil-date.ts";
import { type Parsed, taken } from "../refusal.ts";
import { type Analysed, analysedInstruments, indexAmong } from "./analysed-instruments.ts";
import { factors } from "./head-facts.ts";
import { followUpRules } from "./pair-surveys.ts";

const date = z.string().refine(isCivilDate, "a date that exists, as YYYY-MM-DD");
const names = z.array(z.string().min(1)).min(1);
const roles = z.array(z.string().min(1).toLowerCase()).min(1);

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
});

/** A declared evaluation with everything filled in. */
export type Evaluation = Readonly<z.infer<typeof evaluationSchema>>;

/** Reads a declaration; every fault is a refusal that names the field and what is required there. */
export function parseEvaluation(declared: unknown, analysed: Analysed = analysedInstruments): Parsed<Evaluation> {
  const { primary } = evaluationSchema.shape;
  const instrument = z.string().refine((text) => indexAmong(analysed, text) >= 0, "an instrument whose totals can be analysed");
  const known = evaluationSchema.extend({ primary: primary.extend({ instrument }) });
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
  if (code === "invalid_type") return "give a value of the type the specification names";
  return "give one of the values the specification allows";
}
