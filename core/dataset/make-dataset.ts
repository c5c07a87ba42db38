import { canonicalJson } from "../canonical-json.ts";
import { type Parsed, taken } from "../refusal.ts";
import { anonymityGate, type Gated } from "./anonymity-gate.ts";
import type { DatasetTable } from "./column.ts";
import type { DatasetReferral } from "./dataset-referral.ts";
import { datasetTables } from "./dataset-tables.ts";
import { ladders, quasiIdentifiers } from "./generalise.ts";
import type { Project } from "./project.ts";

/** What was done so that nobody can be told from the data: for the recipient, and for whoever answers for the release. */
export type DisclosureReport = {
  readonly rule: string;
  readonly peopleAlike: number;
  readonly told: readonly { readonly value: string; readonly as: string; readonly finest: boolean }[];
  readonly referrals: { readonly counted: number; readonly inPopulation: number; readonly withheld: number; readonly released: number };
  readonly surveys: number;
  readonly classes: number;
  readonly smallestClass: number;
};

/** A project's dataset before it is written down as files. */
export type Dataset = { readonly tables: readonly DatasetTable[]; readonly disclosure: DisclosureReport };

/** The dataset of a project, from every referral that counts; refused where too few people are alike for any to be told of. */
export function makeDataset(project: Project, referrals: readonly DatasetReferral[]): Parsed<Dataset> {
  const population = referrals.filter((referral) => isIn(project, referral)).toSorted(byText);
  const gated = anonymityGate(population, project);
  if (!gated.ok) return gated;
  const tables = datasetTables(gated.value.released, wantedBy(project));
  return taken({
    tables,
    disclosure: reportOf(gated.value, { project, counted: referrals.length, inPopulation: population.length, tables }),
  });
}

// an order that the store does not decide
function byText(a: DatasetReferral, b: DatasetReferral): number {
  return a.referral < b.referral ? -1 : a.referral > b.referral ? 1 : 0;
}

/** Months are compared, not days: a population is never finer than what a dataset tells of it. */
function isIn({ population }: Project, { month, practice, icb }: DatasetReferral): boolean {
  const { referredFrom, referredTo, practices, icbs } = population;
  return (
    (referredFrom === undefined || month >= referredFrom.slice(0, 7)) &&
    (referredTo === undefined || month <= referredTo.slice(0, 7)) &&
    (practices?.includes(practice) ?? true) &&
    (icbs?.includes(icb) ?? true)
  );
}

function wantedBy({ instruments }: Project): (measure: string) => boolean {
  if (instruments === undefined) return () => true;
  const named = new Set(instruments.map(bare));
  return (measure) => named.has(bare(measure)) || named.has(bare(measure.split(/[:@]/)[0] ?? ""));
}

function bare(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9:@]/g, "");
}

type Told = {
  readonly project: Project;
  readonly counted: number;
  readonly inPopulation: number;
  readonly tables: readonly DatasetTable[];
};

function reportOf(gated: Gated, { project, counted, inPopulation, tables }: Told): DisclosureReport {
  const surveys = tables.find(({ name }) => name === "surveys");
  const instrument = surveys?.columns.findIndex(({ name }) => name === "instrument") ?? -1;
  return {
    rule: `every combination of ${quasiIdentifiers.join(", ")} is that of at least ${project.alike} people`,
    peopleAlike: project.alike,
    told: quasiIdentifiers.map((value) => {
      const step = gated.coarseness[value];
      return { value, as: ladders[value].steps[step] ?? "", finest: step === 0 };
    }),
    referrals: { counted, inPopulation, withheld: gated.withheld, released: gated.released.length },
    surveys: surveys?.rows.filter((row) => row[instrument] !== null).length ?? 0,
    classes: gated.classes,
    smallestClass: gated.smallestClass,
  };
}

/** The declaration of a project as one text, over which its hash is taken. */
export function projectText(project: Project): string {
  return canonicalJson(project);
}
