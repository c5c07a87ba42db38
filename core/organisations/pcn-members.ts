import { isCivilDate } from "../civil-date.ts";
import { type Parsed, refused, taken } from "../refusal.ts";
import type { OrganisationVersion } from "./organisation.ts";

/**
 * Headers of the ODS file of PCN core partners (`ePCN`, sheet "PCN Core Partner Details" saved as CSV), in lower case without white space.
 * Unconfirmed: taken from general knowledge of the published sheet, so several spellings are read and a missing column is refused by name.
 */
const headers = {
  practice: ["partnerorganisationcode", "practicecode"],
  pcn: ["pcncode"],
  name: ["pcnname"],
  subIcb: ["pcnparentsubicbloccode", "pcnparentsubicblocationcode", "subicbloccode"],
  from: ["practicetopcnrelationshipstartdate", "relationshipstartdate", "startdate"],
  to: ["practicetopcnrelationshipenddate", "relationshipenddate", "enddate"],
} as const;
type Column = keyof typeof headers;

const pcnCode = /^U[0-9]{5}$/;

/** Membership of PCNs, by practice: the newest one that has not ended. */
export type PcnMembership = {
  readonly practice: string;
  readonly pcn: string;
  readonly name: string;
  readonly subIcb: string;
  readonly from: string;
};

/** The PCN of each practice, from the rows of the ePCN file with its header row first. */
export function readPcnMembers(rows: readonly (readonly string[])[]): Parsed<ReadonlyMap<string, PcnMembership>> {
  const [header, ...members] = rows;
  const columns = locate(header ?? []);
  const missing = (Object.keys(headers) as Column[]).find((name) => columns[name] === -1 && name !== "to");
  if (missing !== undefined)
    return refused("epcn-header", missing, `the ePCN file needs a column ${headers[missing].join(" or ")} in its first row`);
  const current = new Map<string, PcnMembership>();
  for (const row of members) {
    const member = readMember(row, columns);
    const known = member && current.get(member.practice);
    if (member && (known === undefined || (known?.from ?? "") < member.from)) current.set(member.practice, member);
  }
  return taken(current);
}

function locate(header: readonly string[]): Record<Column, number> {
  const found = header.map((text) => text.toLowerCase().replaceAll(/[^a-z]/g, ""));
  const place = (name: Column) => found.findIndex((text) => (headers[name] as readonly string[]).includes(text));
  return {
    practice: place("practice"),
    pcn: place("pcn"),
    name: place("name"),
    subIcb: place("subIcb"),
    from: place("from"),
    to: place("to"),
  };
}

function readMember(row: readonly string[], columns: Record<Column, number>): PcnMembership | undefined {
  const at = (name: Column) => (row[columns[name]] ?? "").trim();
  const [from, ended] = [isoDate(at("from")), at("to") !== ""];
  if (ended || from === undefined || !pcnCode.test(at("pcn"))) return undefined;
  return { practice: at("practice"), pcn: at("pcn"), name: at("name"), subIcb: at("subIcb"), from };
}

/** `YYYY-MM-DD`, `YYYYMMDD` or `DD/MM/YYYY`, as spreadsheets save dates. */
function isoDate(text: string): string | undefined {
  const british = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text);
  const compact = /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  const date = british ? `${british[3]}-${british[2]}-${british[1]}` : compact ? `${compact[1]}-${compact[2]}-${compact[3]}` : text;
  return isCivilDate(date) ? date : undefined;
}

/** The organisations with each member practice moved under its PCN, and the PCNs themselves under their sub-ICB location's ICB. */
export function withPcns(
  organisations: readonly OrganisationVersion[],
  members: ReadonlyMap<string, PcnMembership>,
): readonly OrganisationVersion[] {
  const byCode = new Map(organisations.map((organisation) => [organisation.code, organisation]));
  const pcns = new Map<string, OrganisationVersion>();
  for (const { pcn, name, subIcb } of members.values()) {
    const icb = byCode.get(subIcb)?.parent;
    if (icb != null)
      pcns.set(pcn, { code: pcn, level: "pcn", kind: "pcn", name, parent: icb, validFrom: "2000-01-01", validTo: null, sample: false });
  }
  const moved = organisations.map((organisation) => {
    const pcn = organisation.level === "practice" ? members.get(organisation.code)?.pcn : undefined;
    return pcn !== undefined && pcns.has(pcn) ? { ...organisation, parent: pcn } : organisation;
  });
  return [...moved.filter(({ level }) => level !== "practice"), ...pcns.values(), ...moved.filter(({ level }) => level === "practice")];
}
