import type { Registry } from "../instruments/registry.ts";
import type { Refusal } from "../refusal.ts";
import { type Enclosed, readEntry } from "./bundle.ts";
import { fhirRefusal } from "./fhir-rules.ts";
import { lookThrough } from "./forbidden-elements.ts";

/** The types of resource that are taken, with the mark that their events' ids begin with: two types may use one number. */
export const takenTypes = { Patient: "", ServiceRequest: "SR/", Task: "Task/", QuestionnaireResponse: "QR/", Observation: "Obs/" } as const;
export type TakenType = keyof typeof takenTypes;

/** An entry whose outside was read, with everything that is wrong with it so far. */
export type Entry = {
  readonly index: number;
  readonly fullUrl: string | null;
  /** `null` for an entry that is no entry, and for a type that is not taken. */
  readonly type: TakenType | null;
  readonly resource: Readonly<Record<string, unknown>>;
  readonly refusals: readonly Refusal[];
};

/** The entries of a bundle, and where each label leads. */
export type Entries = {
  readonly all: readonly Entry[];
  readonly byFullUrl: ReadonlyMap<string, Entry>;
  /** The instruments that answers and scores may be of. */
  readonly registry: Registry;
};

/** Opens the entries: what surrounds each resource, what must not be in it, and how they refer to each other. */
export function openEntries(sent: readonly unknown[], registry: Registry): Entries {
  const opened = sent.map((input, index) => openEntry(input, index));
  const labels = new Map<string, number>();
  for (const { fullUrl } of opened) if (fullUrl !== null) labels.set(fullUrl, (labels.get(fullUrl) ?? 0) + 1);
  const inCircles = circlesAmong(opened);
  const all = opened.map(({ links: _, ...entry }): Entry => {
    const refusals = [...entry.refusals];
    if (entry.fullUrl !== null && (labels.get(entry.fullUrl) ?? 0) > 1) {
      refusals.push(fhirRefusal("fhir-full-url", "fullUrl", "give each entry a fullUrl of its own"));
    }
    if (inCircles.has(entry.index)) {
      refusals.push(
        fhirRefusal("fhir-reference-circular", "resource", "let references lead from answers to referrals to people, and never back"),
      );
    }
    return { ...entry, refusals };
  });
  const byFullUrl = new Map(all.flatMap((entry) => (entry.fullUrl === null ? [] : [[entry.fullUrl, entry] as const])));
  return { all, byFullUrl, registry };
}

type Opened = Entry & { readonly links: readonly string[] };

function openEntry(input: unknown, index: number): Opened {
  const { refusals, references } = lookThrough(input);
  const nothing = { index, fullUrl: null, type: null, resource: {}, links: [] };
  if (refusals.length > 0) return { ...nothing, refusals };
  const read = readEntry(input);
  if (!read.ok) return { ...nothing, refusals: read.refusals };
  const { fullUrl, resource }: Enclosed = read.value;
  const type = Object.keys(takenTypes).find((one) => one === resource.resourceType) as TakenType | undefined;
  if (type === undefined) {
    const fix = `send ${Object.keys(takenTypes).join(", ")}; leave out every other type`;
    return { ...nothing, fullUrl, refusals: [fhirRefusal("fhir-resource-type", "resource.resourceType", fix)] };
  }
  return { index, fullUrl, type, resource, refusals: [], links: references };
}

/** The entries from which references lead back to themselves. A bundle is small: every entry is followed to its ends. */
function circlesAmong(opened: readonly Opened[]): ReadonlySet<number> {
  const byFullUrl = new Map(opened.flatMap((entry) => (entry.fullUrl === null ? [] : [[entry.fullUrl, entry] as const])));
  const targets = opened.map(({ links }) => links.flatMap((link) => byFullUrl.get(link)?.index ?? []));
  return new Set(opened.filter(({ index }) => leadsBack(index, targets)).map(({ index }) => index));
}

function leadsBack(start: number, targets: readonly (readonly number[])[]): boolean {
  const seen = new Set<number>();
  const waiting = [...(targets[start] ?? [])];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next === start) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    waiting.push(...(targets[next] ?? []));
  }
  return false;
}
