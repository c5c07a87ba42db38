import type { imdVersions, lsoaVersions } from "../events/event.ts";
import { type Parsed, type Refusal, refused, taken } from "../refusal.ts";

/** How deprived a neighbourhood is: 1 the most deprived fifth of England, 5 the least. */
export type ImdQuintile = 1 | 2 | 3 | 4 | 5;

/** Which neighbourhoods and which index a lookup holds. Quintiles of two versions are less than directly comparable: store both beside the quintile. */
export type ImdVersion = { readonly lsoaVersion: (typeof lsoaVersions)[number]; readonly imdVersion: (typeof imdVersions)[number] };

/** A neighbourhood lookup of one version. The postcode that led to the LSOA is never stored with outcomes. */
export type ImdLookup = ImdVersion & { readonly quintileByLsoa: ReadonlyMap<string, ImdQuintile> };

/** One row of a published table: an LSOA code and its decile, 1 the most deprived tenth. */
export type ImdRow = { readonly lsoa: string; readonly decile: number };

/** Whether a text has the shape of an English LSOA code. */
export function isLsoa(text: string): boolean {
  return /^E01[0-9]{6}$/.test(text);
}

/** The fifth a tenth lies in, or `undefined` for what is no decile. */
export function quintileOfDecile(decile: number): ImdQuintile | undefined {
  return Number.isInteger(decile) && decile >= 1 && decile <= 10 ? (Math.ceil(decile / 2) as ImdQuintile) : undefined;
}

/** A lookup from a supplied table: every row must be well formed, and no LSOA may stand in it with two deciles. */
export function loadImdLookup(version: ImdVersion, rows: Iterable<ImdRow>): Parsed<ImdLookup> {
  const quintileByLsoa = new Map<string, ImdQuintile>();
  const refusals: Refusal[] = [];
  let row = 0;
  for (const { lsoa, decile } of rows) {
    row += 1;
    const quintile = quintileOfDecile(decile);
    if (!isLsoa(lsoa)) refusals.push({ rule: "lsoa-shape", field: `${row}.lsoa`, fix: "give an English LSOA code, E01 and six digits" });
    else if (quintile === undefined) refusals.push({ rule: "decile-range", field: `${row}.decile`, fix: "give a decile from 1 to 10" });
    else if ((quintileByLsoa.get(lsoa) ?? quintile) !== quintile) {
      refusals.push({ rule: "lsoa-twice", field: `${row}.lsoa`, fix: "give each LSOA once" });
    } else quintileByLsoa.set(lsoa, quintile);
  }
  if (refusals.length > 0) return { ok: false, refusals };
  if (quintileByLsoa.size === 0) return refused("table-empty", "", "give a table with at least one LSOA");
  return taken({ ...version, quintileByLsoa });
}

/** The quintile of a neighbourhood with the versions it rests on, or `undefined` for one the table does not hold. */
export function imdQuintileOf(lookup: ImdLookup, lsoa: string): (ImdVersion & { readonly quintile: ImdQuintile }) | undefined {
  const quintile = lookup.quintileByLsoa.get(lsoa);
  return quintile === undefined ? undefined : { lsoaVersion: lookup.lsoaVersion, imdVersion: lookup.imdVersion, quintile };
}
