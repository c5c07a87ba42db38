import { canRead, holdsAny, type Reader } from "../../core/access.ts";
import type { CivilDate } from "../../core/civil-date.ts";
import { isShown } from "../../core/night/fresh-objects.ts";
import type { GenerationIndex } from "../../core/night/generation-index.ts";
import type { Pointer, PublishedFile } from "../../core/night/manifest.ts";
import { openPacks, packOf } from "../../core/night/public-packs.ts";
import { englandCode } from "../../core/organisations/organisation.ts";
import type { GrantBook, PublishedReports } from "../../core/ports/reports-reader.ts";
import { askedPage, fileOf, findPage } from "./find-page.ts";

/** What reading a report needs from outside. */
export type ReadDeps = {
  readonly reports: PublishedReports;
  readonly grants: GrantBook;
  readonly today: () => CivilDate;
  /** One line for every page that was read or refused: who, of which place, which generation, which bytes were handed out, and what was decided. */
  readonly audit: (line: AuditLine) => void;
};

export type AuditLine = {
  readonly sub: string | null;
  readonly org: string | null;
  readonly gen: number;
  readonly sha256: string | null;
  readonly decision: "public" | "granted" | "refused" | "no-such-page";
};

/** What a reader gets: a page, the way to the live one, or nothing, and then never why. */
export type Reading =
  | { readonly kind: "page"; readonly file: PublishedFile; readonly isPublic: boolean; readonly body: () => Promise<string | null> }
  | { readonly kind: "nothing" };

/** The generation to show first: the live one to whoever holds a grant, to everybody else the latest public pack. */
export async function firstGeneration(subject: string | null, { reports, grants, today }: ReadDeps): Promise<number | null> {
  const pointer = await reports.pointer();
  const held = subject === null ? [] : await grants.grantsOf(subject);
  if (pointer?.packs === undefined || holdsAny({ grants: held, on: today() })) return pointer?.gen ?? null;
  return packOf(pointer.packs)?.gen ?? null;
}

/**
 * One published file for somebody. What a page shows is the generation that its address names; who may read it is judged on the live one,
 * so that a practice which moved is gone for its old commissioner in every generation.
 */
export async function readReport(path: string, subject: string | null, deps: ReadDeps): Promise<Reading> {
  const asked = askedPage(path);
  const pointer = await deps.reports.pointer();
  if (asked === null || pointer === null || !isShown(pointer, asked.gen)) return { kind: "nothing" };
  const [shown, current] = await Promise.all([deps.reports.generation(asked.gen), deps.reports.generation(pointer.gen)]);
  const found = shown === null ? null : findPage(shown.index, asked.path);
  // Grants are read whether or not there is such a place, and its files by nobody but who may see them, so that the time an answer takes does not say which.
  const grants = subject === null ? [] : await deps.grants.grantsOf(subject);
  if (shown === null || current === null || found === null) {
    deps.audit({ sub: subject, org: null, gen: asked.gen, sha256: null, decision: "no-such-page" });
    return { kind: "nothing" };
  }
  if (found.kind === "shared") return pageOf(found.file, true, deps);
  const { place, inside } = found;
  const right = rightTo(place, { reader: { grants, on: deps.today() }, isOpen: isPack(asked.gen, pointer), current: current.index });
  const file = right === "refused" ? null : fileOf(await shown.placeOf(place), inside);
  const decision = right !== "refused" && file === null ? "no-such-page" : right;
  deps.audit({ sub: subject, org: place, gen: asked.gen, sha256: file?.sha256 ?? null, decision });
  return file === null ? { kind: "nothing" } : pageOf(file, right === "public", deps);
}

function pageOf(file: PublishedFile, isPublic: boolean, { reports }: ReadDeps): Reading {
  return { kind: "page", file, isPublic, body: () => reports.object(file.sha256) };
}

type Judged = { readonly reader: Reader; readonly isOpen: boolean; readonly current: GenerationIndex };

/** By which right somebody reads a place: England is everybody's in a pack, and that of another night theirs who hold a grant. */
function rightTo(place: string, { reader, isOpen, current }: Judged): "public" | "granted" | "refused" {
  if (place === englandCode && isOpen) return "public";
  const isAllowed = place === englandCode ? holdsAny(reader) : canRead(reader, place, parentIn(current));
  return isAllowed ? "granted" : "refused";
}

/** Whether the England of a generation is open to everybody; where nobody has said which is, all are. */
function isPack(gen: number, { packs }: Pointer): boolean {
  return packs === undefined || openPacks(packs).some((pack) => pack.gen === gen);
}

/** The place above each, in a generation. */
export function parentIn({ places }: Pick<GenerationIndex, "places">): (code: string) => string | null {
  return (code) => (Object.hasOwn(places, code) ? (places[code]?.parent ?? null) : null);
}
