import type { TakenType } from "./entries.ts";

/** What the answer to a bundle needs to know of it: its kind, and the type of each entry. Nothing of what was sent. */
export type Outline = { readonly type: "batch" | "transaction"; readonly entries: readonly (TakenType | null)[] };

/** The content type of a bundle, and of the answer to it. */
export const fhirMediaType = "application/fhir+json";
