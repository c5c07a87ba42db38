import { jsonAnswer, pageAnswer } from "../../adapters/http-answer.ts";
import { docsPage } from "./docs-page.ts";
import { describeApi } from "./openapi.ts";
import { pageStyle } from "./page-style.ts";

/** The description in the form that was asked for: `/docs` is for people, everything else for programs. */
export function answerDescription({ path }: { readonly path: string }) {
  const cached = { "cache-control": "public, max-age=300" };
  return path.endsWith("/docs") ? pageAnswer(docsPage(), pageStyle) : jsonAnswer(200, describeApi(), cached);
}
