import { namedByContent } from "../../adapters/named-by-content.ts";
import type { CivilDate } from "../../core/civil-date.ts";
import type { ImdLookup } from "../../core/identifiers/imd.ts";
import { instruments, type Registry } from "../../core/instruments/registry.ts";
import type { Mapping } from "../../core/mapping/mapping.ts";
import { londonDate } from "../../core/night/london-date.ts";
import type { GrantBook } from "../../core/ports/reports-reader.ts";
import type { Moment } from "../../core/submission/content-checks.ts";
import { siteFiles } from "../../reports/site-files.ts";
import { formCss } from "../../reports/theme/form-css.ts";
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

/** The address of the style below the pages' root: named by what it holds, so that it may be kept for ever. */
export const stylePath = namedByContent("style", "css", formCss);

const icon = siteFiles().find(({ path }) => path.endsWith("favicon.svg"))?.body ?? "";

/** The address of the icon: that of the reports. */
export const iconPath = namedByContent("icon", "svg", icon);

/** What all pages share, by its address; `null` for any other. */
export function sharedFile(path: string): Extract<Answer, { kind: "shared" }> | null {
  if (path === stylePath) return { kind: "shared", contentType: "text/css; charset=utf-8", body: formCss };
  return path === iconPath ? { kind: "shared", contentType: "image/svg+xml", body: icon } : null;
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
