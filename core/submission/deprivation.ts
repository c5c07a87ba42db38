import type { Replacement, ServiceEvent } from "../events/event.ts";
import { type ImdLookup, imdQuintileOf } from "../identifiers/imd.ts";
import type { Refusal } from "../refusal.ts";
import { submissionRefusal } from "./submission-rules.ts";

type Referral = Extract<ServiceEvent | Replacement, { type: "referral.recorded" }>;

/** What keeps a referral's neighbourhood from being turned into a quintile: there is no table, or the table says something else. */
export function deprivationRefusals(
  { lsoa, imdQuintile, imdVersion, lsoaVersion }: Referral,
  table: ImdLookup | undefined,
): readonly Refusal[] {
  if (lsoa === undefined) return [];
  if (table === undefined)
    return [submissionRefusal("lsoa-not-mapped", "lsoa", "send imdQuintile: this service has no table of neighbourhoods")];
  const found = imdQuintileOf(table, lsoa);
  if (found === undefined) {
    const { imdVersion: index, lsoaVersion: areas } = table;
    return [
      submissionRefusal("lsoa-unknown", "lsoa", `send an LSOA of ${areas} in England (the table is of IMD ${index}), or imdQuintile`),
    ];
  }
  const said = {
    imdQuintile: imdQuintile ?? found.quintile,
    imdVersion: imdVersion ?? found.imdVersion,
    lsoaVersion: lsoaVersion ?? found.lsoaVersion,
  };
  const agrees = said.imdQuintile === found.quintile && said.imdVersion === found.imdVersion && said.lsoaVersion === found.lsoaVersion;
  return agrees
    ? []
    : [
        submissionRefusal(
          "imd-disagrees",
          "imdQuintile",
          "send the LSOA or the quintile; where both are sent they must agree, editions included",
        ),
      ];
}

/** The quintile of the neighbourhood with its editions, or nothing where none was sent. */
export function deprivationOf(
  { lsoa }: Referral,
  table: ImdLookup | undefined,
): Partial<Pick<Referral, "imdQuintile" | "imdVersion" | "lsoaVersion">> {
  const found = lsoa === undefined || table === undefined ? undefined : imdQuintileOf(table, lsoa);
  return found === undefined ? {} : { imdQuintile: found.quintile, imdVersion: found.imdVersion, lsoaVersion: found.lsoaVersion };
}
