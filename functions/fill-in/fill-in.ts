import { namedByContent } from "../../adapters/named-by-content.ts";
import type { CivilDate } from "../../core/civil-date.ts";
import type { ImdLookup } from "../../core/identifiers/imd.ts";
import { instruments, type Registry } from "../../core/instruments/registry.ts";
import type { Mapping } from "../../core/mapping/mapping.ts";
import { londonDate } from "../../core/night/london-date.ts";
import type { GrantBook } from "../../core/ports/reports-reader.ts";
import type { Moment } from "../../core/submission/content-checks.ts";
import { serviceFiles } from "../../reports/theme/service-files.ts";
import type { SendingDeps } from "./send-records.ts";

/** What the pages need of the world. */
export type FillInDeps = SendingDeps & {
  /** The rights to send that a person holds. */
  readonly senders: GrantBook;
  /** The table by which a neighbourhood becomes a quintile, where the deployer has one. */
  readonly deprivation?: ImdLookup | null;
  /** How files of other systems are read, where it is otherwise than shipped. */
  readonly mappings?: readonly Mapping[];
  /** An id for a form: letters alone, never given twice. */
  readonly newFormId: () => string;
  readonly publicUrl: string;
};

/** Somebody who is signed in and may send for at least one practice. */
export type Person = {
  readonly subject: string;
  /** What their session's forms carry. */
  readonly token: string;
  readonly practices: readonly Practice[];
};

/** A practice that somebody may send for. */
export type Practice = { readonly code: string; readonly name: string };

/** What an address is answered with: a page, a way on, or what all pages share. */
export type Answer =
  | { readonly kind: "page"; readonly status: number; readonly page: string; readonly keeps?: "form" }
  | { readonly kind: "to"; readonly path: string }
  | { readonly kind: "shared"; readonly contentType: string; readonly body: string };

/** Where the pages are, from the root of the site. */
export function rootOf({ publicUrl }: Pick<FillInDeps, "publicUrl">): string {
  return `${new URL(publicUrl).pathname.replace(/\/$/, "")}/fill-in`;
}

const { style, icon } = serviceFiles(namedByContent);

/** The addresses of what all pages share, below the pages' root. */
export const [stylePath, iconPath] = [style.path, icon.path];

/** What all pages share, by its address; `null` for any other. */
export function sharedFile(path: string): Extract<Answer, { kind: "shared" }> | null {
  const shared = [style, icon].find((file) => file.path === path);
  return shared === undefined ? null : { kind: "shared", contentType: shared.contentType, body: shared.body };
}

/** The day and the instant, with the deployer's instruments. */
export function momentOf({ now, instruments: registry, deprivation, mappings }: FillInDeps): Moment & { readonly today: CivilDate } {
  const at = now();
  const deployed = { ...(registry && { instruments: registry }), ...(deprivation && { deprivation }), ...(mappings && { mappings }) };
  return { today: londonDate(new Date(at)), now: at, ...deployed };
}

/** What the instruments are. */
export function registryOf({ instruments: registry = instruments }: FillInDeps): Registry {
  return registry;
}
