import type { CivilDate } from "../civil-date.ts";
import { isCivilDate } from "../civil-date.ts";
import type { Refusal } from "../refusal.ts";
import { englandCode, type OrganisationVersion } from "./organisation.ts";

/**
 * Columns of `epraccur.csv`, the Organisation Data Service's file of prescribing cost centres: no header, 27 columns, counted from nought.
 * Source: the file's own specification as described in the public ODS download notes (Open Government Licence v3.0).
 */
const column = { code: 0, name: 1, icb: 3, opened: 10, closed: 11, status: 12, subIcb: 14, setting: 25 } as const;
const columnCount = 27;

/** Prescribing setting 4 is a GP practice; the file also lists prisons, clinics and other cost centres. */
const gpPractice = "4";

/** What the file writes in the place of an ICB for every practice of Wales (402 of them in November 2026, and no other). */
const wales = "Q99";

const practiceCode = /^[A-HJ-NPV-Y][0-9]{5}$/;

export type OdsImport = {
  readonly organisations: readonly OrganisationVersion[];
  /** Rows that name a GP practice but cannot be used; counted from one. */
  readonly refusals: readonly (Refusal & { readonly row: number })[];
  /** How many rows are no GP practice of England and were passed over. */
  readonly passedOver: number;
};

/**
 * Practices, sub-ICB locations and ICBs of the ODS file, with opening and closing days. The file holds no PCNs, so a practice stands under its
 * sub-ICB location until an ePCN file says more, and no names for sub-ICB locations and ICBs, so these are called by their codes.
 */
export function readOdsPractices(rows: Iterable<readonly string[]>): OdsImport {
  const practices: OrganisationVersion[] = [];
  const refusals: (Refusal & { row: number })[] = [];
  const parents = new Map<string, string>();
  let [row, passedOver] = [0, 0];
  for (const fields of rows) {
    row += 1;
    const read = readPractice(fields);
    if (read === null) passedOver += 1;
    else if ("rule" in read) refusals.push({ ...read, row });
    else {
      practices.push(read.practice);
      // A closed practice names the ICB of its day, which may be abolished: an open one's word on their sub-ICB location goes before it.
      const parent = read.practice.parent ?? "";
      if (read.practice.validTo === null || !parents.has(parent)) parents.set(parent, read.icb);
    }
  }
  return { organisations: [...above(parents), ...practices], refusals, passedOver };
}

function readPractice(fields: readonly string[]): null | Refusal | { practice: OrganisationVersion; icb: string } {
  const at = (name: keyof typeof column) => (fields[column[name]] ?? "").trim();
  if (fields.length !== columnCount) {
    return { rule: "ods-columns", field: "", fix: `each row of epraccur.csv has ${columnCount} columns: send the file as published` };
  }
  const isPractice = at("setting") === gpPractice && ["A", "C"].includes(at("status")) && practiceCode.test(at("code"));
  // ICBs of England begin with Q; Q99 stands for Wales, the rest for the islands and the armed forces.
  if (!isPractice || !/^Q[A-Z0-9]{2}$/.test(at("icb")) || at("icb") === wales) return null;
  const [validFrom, validTo] = [odsDate(at("opened")), at("closed") === "" ? null : odsDate(at("closed"))];
  if (validFrom === undefined || validTo === undefined) {
    return {
      rule: "ods-date",
      field: validFrom === undefined ? "opened" : "closed",
      fix: "dates in epraccur.csv are real days, as YYYYMMDD",
    };
  }
  const [code, subIcb] = [at("code"), at("subIcb")];
  const named = { code, level: "practice", kind: "practice", name: titleCase(at("name")), sample: false } as const;
  return { practice: { ...named, parent: subIcb === "" ? at("icb") : subIcb, validFrom, validTo }, icb: at("icb") };
}

function odsDate(text: string): CivilDate | undefined {
  const date = `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 8)}`;
  return text.length === 8 && isCivilDate(date) ? date : undefined;
}

/** `THE DENSHAM SURGERY` as people write it. */
function titleCase(name: string): string {
  return name.toLowerCase().replaceAll(/(^|[\s(\-/&.])([a-z])/g, (_, before: string, letter: string) => before + letter.toUpperCase());
}

/** The day from which the imported hierarchy above practices is taken to hold: before any referral. */
const always = "2000-01-01";

function above(parents: ReadonlyMap<string, string>): readonly OrganisationVersion[] {
  const since = { validFrom: always, validTo: null, sample: false };
  const icbs = [...new Set(parents.values())].sort();
  const subIcbs = [...parents].filter(([subIcb, icb]) => subIcb !== icb).sort();
  return [
    { code: englandCode, level: "england", kind: "england", name: "England", parent: null, ...since },
    ...icbs.map(
      (code) => ({ code, level: "icb", kind: "icb", name: `Integrated Care Board ${code}`, parent: englandCode, ...since }) as const,
    ),
    ...subIcbs.map(
      ([code, icb]) => ({ code, level: "pcn", kind: "sub-icb", name: `Sub-ICB location ${code}`, parent: icb, ...since }) as const,
    ),
  ];
}
