import * as z from "zod";
import { problemOf } from "../../../core/problem.ts";
import { type Answer, ask, askService, type Line, type Request } from "./ask-service.ts";

/** What is needed of an OperationOutcome: the first thing that was wrong with the bundle as a whole. */
const refusedBundle = z.object({
  resourceType: z.literal("OperationOutcome"),
  issue: z.tuple(
    [
      z.object({
        details: z.object({ coding: z.tuple([z.object({ code: z.string() })], z.unknown()) }),
        diagnostics: z.string(),
        expression: z.array(z.string()).optional(),
      }),
    ],
    z.unknown(),
  ),
});

/**
 * Sends one FHIR bundle. The answer tells of entries in FHIR's words; what became of it is told here as of everything else, by the receipt that the answer leads to. A bundle
 * that could not be read has no receipt, and its outcome is told as a problem.
 *
 * @throws {Error} when the service cannot be reached or does not speak as Hearten does
 */
export async function sendBundle(url: string, request: Request, line: Line): Promise<Answer> {
  const { origin, status, location, body } = await askService(url, request, line);
  if (location !== undefined) return ask(`${line.url}${location}`, { method: "GET" }, line);
  const outcome = refusedBundle.safeParse(body);
  if (!outcome.success) throw new Error(`${origin} answered ${status} and not as Hearten does`);
  const [{ details, diagnostics, expression = [] }] = outcome.data.issue;
  return { problem: problemOf({ rule: details.coding[0].code, field: expression[0] ?? "", fix: diagnostics }, status) };
}
