import { existsSync, readFileSync } from "node:fs";
import { sha256 } from "../../../adapters/sha256.ts";
import { projectText } from "../../../core/dataset/make-dataset.ts";
import { mayHaveData, type Project, parseProject } from "../../../core/dataset/project.ts";
import type { ProjectRegister } from "../../../core/ports/project-register.ts";
import { type Parsed, refused } from "../../../core/refusal.ts";

/** The project that a file declares, which is kept, or that was declared under an id before; refused where it may not have data today. */
export async function declaredProject(
  named: string,
  register: ProjectRegister,
  now: { instant: string; today: string },
): Promise<Parsed<Project>> {
  if (!existsSync(named)) {
    const known = await register.projectOf(named);
    return known === null
      ? refused(
          "unknown-project",
          "project",
          "name a file of JSON that declares the project (docs/operations/evaluators.md), or the id of one declared before",
        )
      : mayHaveData(known, now.today);
  }
  const declared = jsonOrUndefined(readFileSync(named, "utf8"));
  const parsed = declared === undefined ? refused<Project>("not-json", "project", "give a file of JSON") : parseProject(declared);
  if (!parsed.ok) return parsed;
  await register.declare(parsed.value, sha256(projectText(parsed.value)), now.instant);
  return mayHaveData(parsed.value, now.today);
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
