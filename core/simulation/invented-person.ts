import type { AgeBand, ReferralRecorded, ReferrerRole, Sex } from "../events/event.ts";
import type { InventedPractice } from "./invented-service.ts";
import type { Random } from "./random.ts";

/** Somebody who is referred: who they are to the statistics, and how unwell (0 is the average of those referred, 1 a standard deviation worse). */
export type InventedPerson = {
  readonly role: ReferrerRole;
  readonly activity: string;
  readonly ageBand: AgeBand;
  readonly sex: Sex;
  readonly ethnicity: NonNullable<ReferralRecorded["ethnicity"]>;
  readonly imdQuintile: number;
  readonly severity: number;
};

/*
 * Shares are of the size of Bu et al. 2025 (CPRD, 1.2 million people: 60% women, 23% from ethnic minorities, 42% from more deprived areas in 2023).
 */
const otherRoles = [
  ["gp", 0.5],
  ["link_worker", 0.27],
  ["other_primary_care", 0.1],
  ["self", 0.07],
  ["other_agency", 0.06],
] as const;
const activities = [
  ["exercise", 0.21],
  ["befriending", 0.18],
  ["arts", 0.17],
  ["gardening", 0.13],
  ["debt advice", 0.13],
  ["housing advice", 0.1],
  ["employment", 0.08],
] as const;
const ages = [
  ["18-24", 0.07],
  ["25-34", 0.12],
  ["35-44", 0.15],
  ["45-54", 0.17],
  ["55-64", 0.17],
  ["65-74", 0.15],
  ["75-84", 0.12],
  ["85+", 0.05],
] as const;
const ethnicities = [
  ["A", 0.69],
  ["B", 0.02],
  ["C", 0.05],
  ["D", 0.01],
  ["F", 0.01],
  ["H", 0.05],
  ["J", 0.04],
  ["L", 0.02],
  ["M", 0.03],
  ["N", 0.03],
  ["R", 0.01],
  ["S", 0.01],
  ["Z", 0.03],
] as const;
const quintiles = [
  [1, 0.24],
  [2, 0.2],
  [3, 0.2],
  [4, 0.19],
  [5, 0.17],
] as const;

/** Somebody from this practice. Nurses see slightly more unwell people here, so that comparing roles without adjusting misleads. */
export function inventPerson(practice: InventedPractice, random: Random): InventedPerson {
  const imdQuintile = random.pick(quintiles);
  const severity = random.normal() + (imdQuintile <= 2 ? 0.12 : -0.09);
  const nurse = random.chance(Math.min(0.9, Math.max(0.02, practice.nurseShare + 0.05 * severity)));
  return {
    role: nurse ? "nurse" : random.pick<ReferrerRole>(otherRoles),
    activity: random.pick<string>(activities),
    ageBand: random.pick<AgeBand>(ages),
    sex: random.chance(0.6) ? "F" : "M",
    ethnicity: random.pick<InventedPerson["ethnicity"]>(ethnicities),
    imdQuintile,
    severity,
  };
}
