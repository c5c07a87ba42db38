import * as z from "zod";
import type { Instrument } from "../instruments/instrument.ts";
import { type Parsed, type Refusal, taken } from "../refusal.ts";
import { type Linked, linkedTo, pointsOfCoding } from "./coded-scores.ts";
import { coding } from "./datatypes.ts";
import { fhirRefusal, fhirRefused } from "./fhir-rules.ts";

const answerShape = z.object({
  valueCoding: coding.optional(),
  valueInteger: z.int().optional(),
  valueDecimal: z.number().optional(),
  item: z.array(z.unknown()).optional(),
});
type Answer = z.infer<typeof answerShape>;

const itemShape = z.object({
  linkId: z.string().min(1).max(255),
  answer: z.array(answerShape).optional(),
  item: z.array(z.unknown()).optional(),
});

/** What a survey event takes of a response: its answers in the order of the form, its total, or both. */
export type ReadAnswers = { readonly items?: readonly (number | null)[]; readonly total?: number };

type Collected = { readonly points: Map<number, number>; total: number | undefined; readonly refusals: Refusal[] };

/**
 * The answers of a response, in the order of the form. A question without an answer is missing; groups are opened. An answered question that is
 * none of the instrument's is refused: a mistyped linkId would otherwise be a missing answer, and free text has no place here.
 */
export function readAnswers(instrument: Instrument, items: readonly unknown[]): Parsed<ReadAnswers> {
  const collected: Collected = { points: new Map(), total: undefined, refusals: [] };
  collect(instrument, { items, field: "resource.item" }, collected);
  const { points, total, refusals } = collected;
  if (refusals.length > 0) return { ok: false, refusals: refusals.slice(0, 20) };
  if (points.size === 0 && total === undefined)
    return fhirRefused("fhir-no-answers", "resource.item", "send the answers, the total, or both");
  return taken({
    ...(points.size === 0 ? {} : { items: instrument.items.map((_, place) => points.get(place) ?? null) }),
    ...(total === undefined ? {} : { total }),
  });
}

type Level = { readonly items: readonly unknown[]; readonly field: string };

function collect(instrument: Instrument, { items, field }: Level, collected: Collected): void {
  for (const [place, sent] of items.entries()) {
    const at = `${field}.${place}`;
    const read = itemShape.safeParse(sent);
    if (!read.success) {
      collected.refusals.push(fhirRefusal("fhir-shape", at, "send an item with a linkId, and answers that are a coding or an integer"));
      continue;
    }
    const { linkId, answer = [], item = [] } = read.data;
    if (answer.length > 0) collectAnswer(linkedTo(instrument, linkId), { instrument, answer, at }, collected);
    collect(instrument, { items: item, field: `${at}.item` }, collected);
    for (const [index, one] of answer.entries())
      collect(instrument, { items: one.item ?? [], field: `${at}.answer.${index}.item` }, collected);
  }
}

type Answered = { readonly instrument: Instrument; readonly answer: readonly Answer[]; readonly at: string };

function collectAnswer(linked: Linked, { instrument, answer, at }: Answered, collected: Collected): void {
  const { points, refusals } = collected;
  if (linked === "unscored") return;
  const known = `LOINC's item code, or ${instrument.id}-1 and so on`;
  if (linked === undefined)
    refusals.push(fhirRefusal("fhir-link-id", `${at}.linkId`, `name the item by ${known}; leave out other questions`));
  else if (answer.length > 1) refusals.push(fhirRefusal("fhir-link-id-twice", `${at}.answer`, "send one answer to an item"));
  else if (linked === "total") collectTotal(answer[0], at, collected);
  else if (points.has(linked.item)) refusals.push(fhirRefusal("fhir-link-id-twice", `${at}.linkId`, "send each item once"));
  else {
    const value = answer[0]?.valueInteger ?? pointsOfCoding(instrument, answer[0]?.valueCoding ?? {});
    if (value === undefined)
      refusals.push(fhirRefusal("fhir-answer", `${at}.answer`, "answer by valueInteger, or by a coding of LOINC's answer list"));
    else points.set(linked.item, value);
  }
}

/** A metric total has decimals; that a raw one has none is for the scoring to say. */
function collectTotal(answer: Answer | undefined, at: string, collected: Collected): void {
  const value = answer?.valueInteger ?? answer?.valueDecimal;
  if (collected.total !== undefined) collected.refusals.push(fhirRefusal("fhir-link-id-twice", `${at}.linkId`, "send the total once"));
  else if (value === undefined)
    collected.refusals.push(fhirRefusal("fhir-answer", `${at}.answer`, "send the total by valueInteger or valueDecimal"));
  else collected.total = value;
}
