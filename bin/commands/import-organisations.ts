import { readFileSync } from "node:fs";
import { Command } from "@commander-js/extra-typings";
import Papa from "papaparse";
import { organisationRegister } from "../../adapters/organisation-register.ts";
import { londonDate } from "../../core/night/london-date.ts";
import { type ImportOutcome, importOrganisations } from "../../core/organisations/import-organisations.ts";
import { type OdsImport, readOdsPractices } from "../../core/organisations/ods-practices.ts";
import type { OrganisationVersion } from "../../core/organisations/organisation.ts";
import { readPcnMembers, withPcns } from "../../core/organisations/pcn-members.ts";
import type { Parsed } from "../../core/refusal.ts";
import type { OpenStore } from "./night/open-store.ts";
import { type Outcome, withStore } from "./night/with-store.ts";
import { dateOption, stageOption } from "./options.ts";

const refused = 1;
/** What the file holds besides practices of England is passed over; more refused rows than this are counted and not listed. */
const listedAtMost = 20;

/** `hearten import-organisations`: practices, sub-ICB locations, PCNs and ICBs as the Organisation Data Service publishes them. */
export function importOrganisationsCommand() {
  return new Command("import-organisations")
    .description("Takes in the published ODS files of practices and PCNs, effective-dated.")
    .argument("<epraccur.csv>", "practices, as published: no header, 27 columns")
    .argument("[epcn.csv]", "PCN core partner details, with the header row")
    .option("--date <date>", "the day from which changes hold; today unless told otherwise", dateOption)
    .option("--data <dir>", "where everything is kept", ".hearten")
    .option("--stage <name>", "a stage on AWS in the place of a directory", stageOption)
    .option("--json", "one JSON document on stdout")
    .action(async (practicesFile, pcnFile, { date, ...options }) => {
      const read = readOdsPractices(rowsOf(practicesFile));
      const organisations =
        pcnFile === undefined ? { ok: true as const, value: read.organisations } : underPcns(read.organisations, pcnFile);
      if (!organisations.ok) return refuseFile(organisations.refusals);
      await withStore(options, async (store) => {
        const importedOn = date ?? londonDate(new Date());
        const holdsSample = (await store.ports.organisations.versions()).some(({ sample }) => sample);
        const outcome = await importOrganisations(organisations.value, importedOn, portsOf(store));
        return outcomeOf({ outcome, read, organisations: organisations.value, holdsSample });
      });
    });
}

function rowsOf(path: string): string[][] {
  return Papa.parse<string[]>(readFileSync(path, "utf8"), { skipEmptyLines: "greedy" }).data;
}

function underPcns(organisations: readonly OrganisationVersion[], path: string): Parsed<readonly OrganisationVersion[]> {
  const members = readPcnMembers(rowsOf(path));
  return members.ok ? { ok: true, value: withPcns(organisations, members.value) } : members;
}

function refuseFile(refusals: readonly { rule: string; fix: string }[]): void {
  for (const { rule, fix } of refusals) process.stderr.write(`${rule}: ${fix}\n`);
  process.exitCode = refused;
}

function portsOf({ ports, dynamo, source, derived }: OpenStore) {
  return { book: ports.organisations, derived: ports.derived, register: organisationRegister({ client: dynamo, source, derived }) };
}

type Imported = { outcome: ImportOutcome; read: OdsImport; organisations: readonly OrganisationVersion[]; holdsSample: boolean };

function outcomeOf({ outcome, read, organisations, holdsSample }: Imported): Outcome {
  const count = (kind: OrganisationVersion["kind"]) => organisations.filter((organisation) => organisation.kind === kind).length;
  const open = organisations.filter(({ kind, validTo }) => kind === "practice" && validTo === null).length;
  const document = {
    ...{ practices: count("practice"), open, pcns: count("pcn"), subIcbs: count("sub-icb"), icbs: count("icb") },
    ...{ ...outcome, passedOver: read.passedOver, refused: read.refusals.length },
  };
  return {
    document: { ...document, refusals: read.refusals },
    lines: [
      `${document.practices} practices (${open} open), ${document.subIcbs} sub-ICB locations, ${document.pcns} PCNs and ${document.icbs} ICBs read.`,
      `${outcome.added} new versions kept, ${outcome.unchanged} unchanged, ${outcome.moved} practices moved; ${read.passedOver} rows are no GP practice of England.`,
      ...read.refusals.slice(0, listedAtMost).map(({ row, rule, field, fix }) => `row ${row}, ${field}: ${rule}: ${fix}`),
      ...(read.refusals.length > listedAtMost
        ? [`... and ${read.refusals.length - listedAtMost} more rows refused (--json lists all).`]
        : []),
      ...(holdsSample
        ? ["This service also holds the sample: England's page counts both. `npx hearten start --no-sample --data DIR` begins without it."]
        : []),
    ],
    exitCode: read.refusals.length > 0 ? refused : 0,
  };
}
