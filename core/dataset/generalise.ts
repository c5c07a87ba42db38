import { type EthnicCategory, ethnicCategoryNames, ethnicGroupOf } from "../identifiers/ethnicity.ts";
import type { DatasetReferral } from "./dataset-referral.ts";

/** What could tell people apart together with what is known of them elsewhere, in the order in which they are usually needed finest. */
export const quasiIdentifiers = ["place", "age", "sex", "imd", "ethnicity", "month"] as const;
export type QuasiIdentifier = (typeof quasiIdentifiers)[number];

/** How finely each is told: 0 as it was sent, and each step coarser. */
export type Coarseness = Readonly<Record<QuasiIdentifier, number>>;

/** What stands in the place of a value that is not told at all. */
export const notTold = "not-released";

type Ladder = { readonly steps: readonly string[]; readonly told: (referral: DatasetReferral, step: number) => string };

const wideAges = [
  { name: "0-17", of: ["0-17"] },
  { name: "18-44", of: ["18-24", "25-34", "35-44"] },
  { name: "45-64", of: ["45-54", "55-64"] },
  { name: "65+", of: ["65-74", "75-84", "85+"] },
] as const;

/** The steps of each, finest first. The coarsest of all but place and month tells nothing. */
export const ladders: Readonly<Record<QuasiIdentifier, Ladder>> = {
  place: { steps: ["practice", "pcn", "icb", "england"], told: (referral, step) => placeAt(referral, step) },
  age: {
    steps: ["ten-year band", "four wide bands", notTold],
    told: ({ ageBand }, step) => oneOf(step, ageBand, wideAges.find(({ of }) => of.some((band) => band === ageBand))?.name ?? ageBand),
  },
  sex: { steps: ["sex", notTold], told: ({ sex }, step) => oneOf(step, sex) },
  imd: {
    steps: ["quintile", "most deprived two fifths or not", notTold],
    told: ({ imdQuintile: fifth }, step) =>
      oneOf(step, String(fifth ?? "unknown"), fifth === null ? "unknown" : fifth <= 2 ? "1-2" : "3-5"),
  },
  ethnicity: {
    steps: ["ethnic group", "white, any other group or not known", notTold],
    told: ({ ethnicity }, step) => oneOf(step, groupOf(ethnicity), whiteOrNot(groupOf(ethnicity))),
  },
  month: { steps: ["month", "quarter", "year"], told: ({ month }, step) => periodOf(month, step) },
};

function oneOf(step: number, ...told: readonly string[]): string {
  return told[step] ?? notTold;
}

function placeAt({ practice, pcn, icb }: DatasetReferral, step: number): string {
  return [practice, pcn, icb][step] ?? "ENG";
}

/** The group of an ethnic category; a category that nobody asked for is not known. */
export function groupOf(ethnicity: string): string {
  return Object.hasOwn(ethnicCategoryNames, ethnicity) ? ethnicGroupOf(ethnicity as EthnicCategory) : "not-known";
}

function whiteOrNot(group: string): string {
  if (group === "white") return group;
  return group === "not-known" || group === "not-stated" ? "not-known" : "any-other-group";
}

/** `2026-05`, `2026-Q2`, `2026`. */
function periodOf(month: string, step: number): string {
  const year = month.slice(0, 4);
  if (step === 0) return month;
  return step === 1 ? `${year}-Q${Math.ceil(Number(month.slice(5, 7)) / 3)}` : year;
}

/** The first day of a period. */
export function firstDayOf(period: string): string {
  const [year = "", part = "01"] = period.split("-");
  const month = part.startsWith("Q") ? String(Number(part.slice(1)) * 3 - 2).padStart(2, "0") : part;
  return `${year}-${month}-01`;
}

/** One referral's values as coarsely as they are told, in the order of {@link quasiIdentifiers}. */
export function toldOf(referral: DatasetReferral, coarseness: Coarseness): Readonly<Record<QuasiIdentifier, string>> {
  const { place, age, sex, imd, ethnicity, month } = ladders;
  return {
    place: place.told(referral, coarseness.place),
    age: age.told(referral, coarseness.age),
    sex: sex.told(referral, coarseness.sex),
    imd: imd.told(referral, coarseness.imd),
    ethnicity: ethnicity.told(referral, coarseness.ethnicity),
    month: month.told(referral, coarseness.month),
  };
}
