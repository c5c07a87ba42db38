import { findInstrument, type Registry } from "../../core/instruments/registry.ts";
import { type Problem, problemOf } from "../../core/problem.ts";
import { type Parsed, type Refusal, refused } from "../../core/refusal.ts";
import { type Scored, scoreAdministration } from "../../core/scoring/scoring.ts";
import { scoreRequest } from "../../core/submission/api-schemas.ts";
import { decodeText } from "../../core/submission/decode-text.ts";
import { schemaRefusals } from "../../core/submission/schema-refusals.ts";
import { parseStrictJson } from "../../core/submission/strict-json.ts";

const largestBody = 10_000;

/** Scores one questionnaire by the definitions of a registry and keeps nothing. */
export function scoreInstrument(body: Uint8Array, registry: Registry): { readonly scored: Scored } | { readonly problem: Problem } {
  const scored = scoredFrom(body, registry);
  return scored.ok ? { scored: scored.value } : { problem: problemFrom(scored.refusals) };
}

function scoredFrom(body: Uint8Array, registry: Registry): Parsed<Scored> {
  if (body.length > largestBody) return refused("body-too-large", "", "send one questionnaire");
  const text = decodeText(body);
  const json = text.ok ? parseStrictJson(text.value) : text;
  if (!json.ok) return json;
  const read = scoreRequest.safeParse(json.value);
  if (!read.success) return { ok: false, refusals: schemaRefusals(json.value, read.error.issues) };
  const instrument = findInstrument(read.data.instrument, registry);
  if (instrument === undefined)
    return refused("unknown-instrument", "instrument", "name an instrument of the registry, such as phq-9 or gad-7");
  return scoreAdministration(instrument, read.data);
}

function problemFrom([first]: readonly Refusal[]): Problem {
  if (first === undefined) throw new TypeError("problemFrom requires a refusal");
  return problemOf(first);
}
