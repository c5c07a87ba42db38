import * as z from "zod";
import { type CivilDate, isCivilDate } from "../civil-date.ts";
import { type Parsed, refused, taken } from "../refusal.ts";
import { quasiIdentifiers } from "./generalise.ts";

const date = z.string().refine(isCivilDate);
const line = z.string().trim().min(3).max(400);
const codes = z
  .array(z.string().regex(/^[A-Z0-9]{3,8}$/))
  .min(1)
  .max(10_000);

/** The least number of people who must share everything that could tell them apart. A project may ask for more, never for fewer. */
export const leastAlike = 5;

/**
 * An evaluator's project as its holder declared it: who receives the dataset, what for, on whose approval, and which declared evaluation it
 * serves. Nothing is handed out without one.
 */
export const projectSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{2,39}$/),
  title: line,
  /** What the data are for; they may be used for nothing else. */
  purpose: z.string().trim().min(20).max(2000),
  /** The organisation that receives the data, and the person there who answers for them. */
  recipient: z.strictObject({ organisation: line, responsible: line }),
  /** Who approved it, under which reference, and until when. */
  approvals: z.array(z.strictObject({ body: line, reference: line, until: date })).min(1),
  /** SHA-256 of the declared evaluation's canonical JSON, as `hearten analyse --spec` prints it. */
  evaluationSha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Whom it is about; everybody, where nothing is said. */
  population: z
    .strictObject({ referredFrom: date.optional(), referredTo: date.optional(), practices: codes.optional(), icbs: codes.optional() })
    .default({}),
  /** The measures it needs, by their ids; all of them, where nothing is said. */
  instruments: z.array(z.string().min(2).max(64)).min(1).optional(),
  /** How many people must be alike. */
  alike: z.int().min(leastAlike).max(1000).default(leastAlike),
  /** The share of referrals that may be withheld before everything is made coarser instead. */
  withheldAtMost: z.number().min(0).max(0.5).default(0.05),
  /** What the project needs finest, first; what is left out follows in the usual order. */
  finestFirst: z.array(z.enum(quasiIdentifiers)).default([]),
  /** The day after which the data must have been destroyed. */
  destroyBy: date,
});

/** A declared project with everything filled in. */
export type Project = Readonly<z.infer<typeof projectSchema>>;

/** Reads a declaration of a project; every fault names its field and never repeats what was sent. */
export function parseProject(declared: unknown): Parsed<Project> {
  const parsed = projectSchema.safeParse(declared);
  if (parsed.success) return taken(parsed.data);
  const refusals = parsed.error.issues.map(({ path, code }) => ({
    rule: code === "unrecognized_keys" ? "unknown-field" : "project-invalid",
    field: path.join("."),
    fix: code === "unrecognized_keys" ? "leave out what a project does not have" : fixOf(String(path[0] ?? "")),
  }));
  return { ok: false, refusals };
}

const fixes: Readonly<Record<string, string>> = {
  id: "give 3 to 40 lower-case letters, digits and hyphens",
  purpose: "say in 20 to 2000 characters what the data are for",
  recipient: "name the organisation that receives the data and the person there who answers for them",
  approvals: "name at least one approval: body, reference and the last day (YYYY-MM-DD) on which it holds",
  evaluationSha256: "give the SHA-256 of the declared evaluation, 64 hexadecimal digits, as `hearten analyse --spec` prints it",
  alike: `give a whole number of people, ${leastAlike} or more`,
  withheldAtMost: "give a share from 0 to 0.5",
  finestFirst: `name some of ${quasiIdentifiers.join(", ")}, the one needed finest first`,
  destroyBy: "give the day by which the data must have been destroyed, as YYYY-MM-DD",
};

function fixOf(field: string): string {
  return fixes[field] ?? "give what docs/operations/evaluators.md asks for there";
}

/** Whether a project may have data today: every approval still holds, and the day of destruction has not come. */
export function mayHaveData(project: Project, today: CivilDate): Parsed<Project> {
  if (project.approvals.some(({ until }) => until < today)) {
    return refused("approval-ended", "approvals", "have the approval renewed, and declare the project again with its new last day");
  }
  if (project.destroyBy < today) {
    return refused("project-ended", "destroyBy", "the data had to be destroyed by then: declare a new project where more are needed");
  }
  return taken(project);
}
