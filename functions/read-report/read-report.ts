import { canRead, holdsAny } from "../../core/access.ts";
import type { CivilDate } from "../../core/civil-date.ts";
import type { Manifest, Pointer, PublishedFile } from "../../core/night/manifest.ts";
import { englandCode } from "../../core/organisations/organisation.ts";
import type { GrantBook, PublishedReports } from "../../core/ports/reports-reader.ts";
import { askedPage, findPage } from "./find-page.ts";

/** What reading a report needs from outside. */
export type ReadDeps = {
  readonly reports: PublishedReports;
  readonly grants: GrantBook;
  readonly today: () => CivilDate;
  /** One line for every page that was read or refused: who, of which place, which generation, which bytes, and what was decided. */
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

/** The live generation, `null` before the first. */
export async function liveGeneration({ reports }: Pick<ReadDeps, "reports">): Promise<number | null> {
  return (await reports.pointer())?.gen ?? null;
}

/** The generation to show first: the live one to whoever holds a grant, to everybody else the latest public pack. */
export async function firstGeneration(subject: string | null, { reports, grants, today }: ReadDeps): Promise<number | null> {
  const pointer = await reports.pointer();
  const held = subject === null ? [] : await grants.grantsOf(subject);
  if (pointer?.packs === undefined || holdsAny({ grants: held, on: today() })) return pointer?.gen ?? null;
  return pointer.packs[0]?.gen ?? null;
}

/**
 * One published file for somebody. What a page shows is the generation that its address names; who may read it is judged on the live one,
 * so that a practice which moved is gone for its old commissioner in every generation.
 */
export async function readReport(path: string, subject: string | null, deps: ReadDeps): Promise<Reading> {
  const asked = askedPage(path);
  const live = await liveGeneration(deps);
  if (asked === null || live === null || asked.gen > live) return { kind: "nothing" };
  const [shown, current] = await Promise.all([deps.reports.manifest(asked.gen), deps.reports.manifest(live)]);
  const found = shown === null ? null : findPage(shown, asked.path);
  // Grants are read whether or not there is such a page, so that the time an answer takes does not say which.
  const grants = subject === null ? [] : await deps.grants.grantsOf(subject);
  if (found === null || current === null) {
    deps.audit({ sub: subject, org: null, gen: asked.gen, sha256: null, decision: "no-such-page" });
    return { kind: "nothing" };
  }
  const { file, place } = found;
  const isOpen = isPack(asked.gen, await deps.reports.pointer());
  const page: Reading = {
    kind: "page",
    file,
    isPublic: place === null || (place === englandCode && isOpen),
    body: () => deps.reports.object(file.sha256),
  };
  if (place === null) return page;
  const reader = { grants, on: deps.today() };
  const allowed = page.isPublic || (place === englandCode ? holdsAny(reader) : canRead(reader, place, parentIn(current)));
  const decision = page.isPublic ? "public" : allowed ? "granted" : "refused";
  deps.audit({ sub: subject, org: place, gen: asked.gen, sha256: file.sha256, decision });
  return allowed ? page : { kind: "nothing" };
}

/** Whether the England of a generation is open to everybody; where nobody has said which is, all are. */
function isPack(gen: number, pointer: Pointer | null): boolean {
  return pointer?.packs === undefined || pointer.packs.some((pack) => pack.gen === gen);
}

/** The place above each, in a generation. */
export function parentIn({ places }: Pick<Manifest, "places">): (code: string) => string | null {
  return (code) => (Object.hasOwn(places, code) ? (places[code]?.parent ?? null) : null);
}
