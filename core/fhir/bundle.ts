import * as z from "zod";
import { type Parsed, type Refusal, taken } from "../refusal.ts";
import { fhirRefusal, fhirRefused } from "./fhir-rules.ts";
import { externalReference, isExternal } from "./forbidden-elements.ts";
import { instantOf } from "./moments.ts";

/** Entries to a bundle at most. */
export const entriesAtMost = 500;

const bundle = z.object({
  resourceType: z.literal("Bundle"),
  type: z.string(),
  timestamp: z.string().optional(),
  identifier: z.object({ value: z.string().optional() }).optional(),
  implicitRules: z.never().optional(),
  modifierExtension: z.never().optional(),
  contained: z.never().optional(),
  entry: z.array(z.unknown()).optional(),
});

const request = z.object({ method: z.string(), url: z.string() });
const entry = z.object({
  fullUrl: z.string().optional(),
  resource: z.looseObject({ resourceType: z.string() }),
  request: request.optional(),
  modifierExtension: z.never().optional(),
});

/** A bundle as it was sent: what is true of all of it, and its entries unread. */
export type Envelope = {
  readonly type: "batch" | "transaction";
  /** When the bundle was made, as sent; it orders nothing. */
  readonly timestamp: string | null;
  /** The sender's own id of the bundle, where it has one. */
  readonly identifier: string | null;
  readonly entries: readonly unknown[];
};

/** An entry as it was sent: its label, and a resource unread. */
export type Enclosed = { readonly fullUrl: string | null; readonly resource: { readonly resourceType: string } & Record<string, unknown> };

/** Reads the outside of a bundle. What is refused here is refused as a whole. */
export function readEnvelope(input: unknown): Parsed<Envelope> {
  const read = bundle.safeParse(input);
  if (!read.success) return { ok: false, refusals: [envelopeRefusal(read.error.issues[0]?.path[0])] };
  const { type, timestamp, identifier, entry = [] } = read.data;
  if (type !== "batch" && type !== "transaction") {
    return fhirRefused("fhir-bundle-type", "type", "send a batch, of which each entry is taken on its own, or a transaction");
  }
  if (entry.length === 0) return fhirRefused("fhir-bundle-empty", "entry", "send at least one entry");
  if (entry.length > entriesAtMost) return fhirRefused("fhir-too-many-entries", "entry", "send at most 500 entries to a bundle");
  const made = timestamp === undefined ? taken(0) : instantOf(timestamp, "timestamp");
  if (!made.ok) return made;
  return taken({ type, timestamp: timestamp ?? null, identifier: identifier?.value ?? null, entries: entry });
}

/** Which element of the bundle is wrong: one of those read above, so that a name the sender made up is never repeated. */
function envelopeRefusal(element: PropertyKey | undefined): Refusal {
  if (element === undefined || element === "resourceType") {
    return fhirRefusal("fhir-not-a-bundle", "", "send one Bundle resource as FHIR R4 has it");
  }
  const name = String(element);
  return name === "implicitRules" || name === "modifierExtension" || name === "contained"
    ? fhirRefusal("fhir-forbidden-element", name, `leave out ${name}: it cannot be understood here, and not be ignored`)
    : fhirRefusal("fhir-shape", name, `send ${name} as FHIR R4 has it in a Bundle`);
}

/** Reads the outside of an entry: its label and what it asks for. A score or answer can be created or put; nothing is read out or deleted. */
export function readEntry(input: unknown): Parsed<Enclosed> {
  const read = entry.safeParse(input);
  if (!read.success)
    return { ok: false, refusals: [fhirRefusal("fhir-shape", "", "send an entry with a fullUrl, a request and a resource")] };
  const { fullUrl, resource, request } = read.data;
  if (fullUrl !== undefined && !/^urn:uuid:[A-Za-z0-9][A-Za-z0-9-]{0,63}$/.test(fullUrl)) {
    return isExternal(fullUrl)
      ? { ok: false, refusals: [externalReference("fullUrl")] }
      : fhirRefused("fhir-full-url", "fullUrl", "label the entry by urn:uuid: and a UUID");
  }
  if (request === undefined)
    return fhirRefused("fhir-request", "request", "say what is asked for: POST or PUT, and the type of the resource");
  if (isExternal(request.url)) return { ok: false, refusals: [externalReference("request.url")] };
  const asked = request.url.split(/[/?]/, 1)[0];
  if ((request.method !== "POST" && request.method !== "PUT") || asked !== resource.resourceType) {
    return fhirRefused("fhir-request", "request", "ask for POST or PUT of the type of the entry's own resource");
  }
  return taken({ fullUrl: fullUrl ?? null, resource });
}
