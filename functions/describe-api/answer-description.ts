import { jsonAnswer, pageAnswer } from "../../adapters/http-answer.ts";
import { capabilityStatement, hearten } from "../../core/fhir/capability-statement.ts";
import { fhirMediaType } from "../../core/fhir/outline.ts";
import { instruments, type Registry } from "../../core/instruments/registry.ts";
import { docsPage } from "./docs-page.ts";
import { describeApi } from "./openapi.ts";
import { pageStyle } from "./page-style.ts";

/** The description in the form that was asked for: `/docs` is for people, FHIR's own for programs that speak it, OpenAPI for all others. */
export function answerDescription({ path }: { readonly path: string }, registry: Registry = instruments) {
  const cached = { "cache-control": "public, max-age=300" };
  if (path.endsWith("/metadata")) return jsonAnswer(200, capabilityStatement(hearten), { ...cached, "content-type": fhirMediaType });
  return path.endsWith("/docs") ? pageAnswer(docsPage(registry), pageStyle) : jsonAnswer(200, describeApi(), cached);
}
