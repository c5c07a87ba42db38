import { createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";
import { addDays } from "../../core/civil-date.ts";

/** How large a service to invent. */
export type ServiceSize = { readonly referrals: number; readonly practices: number };

const measures = [
  ["PHQ9", 27, 11, 5.2],
  ["GAD7", 21, 9.5, 4.5],
  ["UCLA3", 9, 6, 1.5],
] as const;
const roles = ["nurse", "gp", "link_worker", "other"];
const activities = ["art", "befriending", "debt advice", "exercise", "gardening", "walking group"];
const ages = ["18-29", "30-44", "45-59", "60-74", "75+"];

/** Writes the surveys of an invented service as a long CSV, the same for the same size: something to measure with, no model of anybody. */
export async function writeService(file: string, { referrals, practices }: ServiceSize): Promise<void> {
  const out = createWriteStream(file);
  const chance = mulberry(20_260_402);
  out.write(
    "practice,pcn,icb,patient,referral_id,referral_date,referrer_role,activity,age_band,sex,imd_quintile,instrument,survey_date,score\n",
  );
  for (let start = 0; start < referrals; start += 1000) {
    const rows = Array.from({ length: Math.min(1000, referrals - start) }, (_, index) => referralRows(start + index, practices, chance));
    if (!out.write(rows.join(""))) await new Promise<void>((resume) => out.once("drain", () => resume()));
  }
  out.end();
  await finished(out);
}

function referralRows(index: number, practices: number, chance: () => number): string {
  const pick = (values: readonly string[]) => values[Math.floor(chance() * values.length)] ?? "";
  const practice = Math.floor(chance() * chance() * practices);
  const referred = addDays("2022-04-01", Math.floor(chance() * 1080));
  const [severity, role] = [bell(chance), pick(roles)];
  const place = `P${practice},U${Math.floor(practice / 5)},Q${practice % 42},N${index},R${index}`;
  const head = `${place},${referred},${role},${pick(activities)},${pick(ages)},${chance() < 0.6 ? "F" : "M"},${1 + Math.floor(chance() * 5)}`;
  const baselineOn = addDays(referred, Math.floor(chance() * 25) - 5);
  const followUpOn = chance() < 0.6 ? addDays(baselineOn, 60 + Math.floor(chance() * 90)) : null;
  const shift = (practice % 7) / 7 + (role === "nurse" ? -0.2 : 0);
  return measures
    .map(([name, max, mean, sd]) => {
      const clip = (value: number) => Math.min(max, Math.max(name === "UCLA3" ? 3 : 0, Math.round(value)));
      const baseline = clip(mean + sd * (0.85 * severity + 0.5 * bell(chance)));
      const followUp = clip(mean + 0.6 * (baseline - mean) + sd * (shift - 0.45 + 0.8 * bell(chance)));
      return `${head},${name},${baselineOn},${baseline}\n${followUpOn === null ? "" : `${head},${name},${followUpOn},${followUp}\n`}`;
    })
    .join("");
}

function bell(chance: () => number): number {
  return Array.from({ length: 12 }, chance).reduce((sum, value) => sum + value, -6);
}

function mulberry(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
