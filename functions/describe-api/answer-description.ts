import { csvAnswer, jsonAnswer, pageAnswer, problemAnswer } from "../../adapters/http-answer.ts";
import { capabilityStatement, hearten } from "../../core/fhir/capability-statement.ts";
import { fhirMediaType } from "../../core/fhir/outline.ts";
import type { Deployment } from "../../core/instruments/deployed.ts";
import { instruments } from "../../core/instruments/registry.ts";
import { mappings } from "../../core/mapping/mappings.ts";
import { templateCsv, templatesOf } from "../../core/mapping/templates.ts";
import { problemOf } from "../../core/problem.ts";
import { submissionRefusal } from "../../core/submission/submission-rules.ts";
import { docsPage } from "./docs-page.ts";
import { describeApi } from "./openapi.ts";
import { pageStyle } from "./page-style.ts";

type Described = Pick<Deployment, "instruments" | "mappings">;

const cached = { "cache-control": "public, max-age=300" };

/** The description in the form that was asked for: `/docs` is for people, FHIR's own for programs that speak it, templates for whoever fills in a file, OpenAPI for all others. */
export function answerDescription({ path }: { readonly path: string }, deployed: Described = { instruments, mappings }) {
  if (/\/v1\/templates(\/|$)/.test(path)) return answerTemplate(path, deployed);
  if (path.endsWith("/metadata")) return jsonAnswer(200, capabilityStatement(hearten), { ...cached, "content-type": fhirMediaType });
  return path.endsWith("/docs") ? pageAnswer(docsPage(deployed), pageStyle) : jsonAnswer(200, describeApi(), cached);
}

/** The list of templates, or the one that the last part of the path names, with or without `.csv`. */
function answerTemplate(path: string, { mappings: known }: Described) {
  const templates = templatesOf(known);
  const name = path.replace(/\/$/, "").split("/").at(-1) ?? "";
  if (name === "templates")
    return jsonAnswer(200, { templates: templates.map((one) => ({ ...one, href: `templates/${one.name}.csv` })) }, cached);
  const template = templates.find((one) => one.name === name.replace(/\.csv$/, ""));
  if (template !== undefined) return csvAnswer(templateCsv(template), `${template.name}.csv`);
  return problemAnswer(problemOf(submissionRefusal("no-such-template", "name", "use a name that GET /v1/templates lists"), 404));
}
