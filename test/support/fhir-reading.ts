import { readFhirBundle } from "../../core/fhir/read-bundle.ts";
import type { Refusal } from "../../core/refusal.ts";
import { bundle, entry, type Json, rulesOf, wholeStory } from "./fhir-examples.ts";

export function entriesOf(input: unknown) {
  const read = readFhirBundle(input);
  if (!read.ok) throw new TypeError(`the bundle was refused: ${rulesOf(read.refusals).join(", ")}`);
  return read.value.entries;
}

/** What becomes of one resource that stands where the story has its own. */
export function readWith(place: "p1" | "sr1" | "t1" | "qr1" | "o1", resource: Json) {
  const story = wholeStory().entry as readonly Json[];
  const entries = story.map((one) => (one.fullUrl === `urn:uuid:${place}` ? entry(place, resource) : one));
  const index = story.findIndex((one) => one.fullUrl === `urn:uuid:${place}`);
  const result = entriesOf(bundle(entries))[index]?.result;
  if (result === undefined) throw new TypeError("the story has no such place");
  return result;
}

export function refusalsWith(place: "p1" | "sr1" | "t1" | "qr1" | "o1", resource: Json): readonly Refusal[] {
  const result = readWith(place, resource);
  return result.ok ? [] : result.refusals;
}

export function rulesWith(place: "p1" | "sr1" | "t1" | "qr1" | "o1", resource: Json): readonly string[] {
  return rulesOf(refusalsWith(place, resource));
}

export function eventWith(place: "p1" | "sr1" | "t1" | "qr1" | "o1", resource: Json): unknown {
  const result = readWith(place, resource);
  if (!result.ok) throw new TypeError(`refused: ${rulesOf(result.refusals).join(", ")}`);
  return result.value[0];
}
