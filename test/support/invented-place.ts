import { monthsFrom } from "../../core/civil-date.ts";
import { type PlaceName, primaryInstrument } from "../../core/place-report.ts";
import type { PlaceStatistics } from "../../core/place-statistics.ts";
import { type Statistic, statisticKey } from "../../core/statistic.ts";

/** Uniform numbers in [0, 1) from a seed (mulberry32): the same on every machine. */
export function uniformFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const shapes: Record<
  string,
  {
    readonly min: number;
    readonly max: number;
    readonly mean: number;
    readonly sd: number;
    readonly change: number;
    readonly noise: number;
  }
> = {
  "gad-7": { min: 0, max: 21, mean: 11.5, sd: 4.6, change: -2.9, noise: 4.3 },
  "phq-9": { min: 0, max: 27, mean: 13, sd: 5.6, change: -2.6, noise: 5 },
  "lsns-6": { min: 0, max: 30, mean: 11.5, sd: 5.5, change: 1.3, noise: 4 },
  "ucla-3": { min: 3, max: 9, mean: 6.4, sd: 1.6, change: -0.6, noise: 1.5 },
};

const roles = ["nurse", "nurse", "nurse", "gp", "gp", "gp", "gp", "link_worker", "other_primary_care", "self", "other_agency"] as const;

// repeated as often as they are common
const activities = ["exercise", "exercise", "arts", "arts", "nature", "befriending", "befriending", "debt", "housing", "other"] as const;
const ages = ["18-24", "25-34", "35-44", "45-54", "45-54", "55-64", "65-74", "75-84", "85+"] as const;
const sexes = ["F", "F", "F", "M", "M"] as const;
const quintiles = ["1", "1", "2", "2", "3", "4", "5", "unknown"] as const;
const ethnicities = ["A", "A", "A", "A", "A", "A", "C", "H", "J", "M", "N", "D", "S", "Z"] as const;

/** A statistic of so many referrals, with scores that look like real ones. */
export function inventedStatistic(referred: number, seed: number): Statistic {
  const [uniform, uniformOfGroups] = [uniformFrom(seed), uniformFrom(seed + 1)];
  const oneOf = <T>(list: readonly T[]) => list[Math.floor(uniformOfGroups() * list.length)] as T;
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const counts = new Map<string, number>();
  const count = (...parts: readonly (string | number)[]) => {
    const key = statisticKey(...parts);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  };
  for (let person = 0; person < referred; person++) {
    const role = roles[Math.floor(uniform() * roles.length)] ?? "unknown";
    const activity = oneOf(activities);
    const equity = { age: oneOf(ages), sex: oneOf(sexes), imd: oneOf(quintiles), ethnicity: oneOf(ethnicities) };
    count("flow", role, activity, "referred");
    const [accepted, started] = [uniform() < 0.88, uniform() < 0.84];
    if (accepted) count("flow", role, activity, "accepted");
    if (accepted && started) count("flow", role, activity, "started");
    if (!accepted || !started) continue;
    for (const [instrument, { min, max, mean, sd, change, noise }] of Object.entries(shapes)) {
      if (uniform() > 0.82) continue;
      const within = (score: number) => Math.min(max, Math.max(min, Math.round(score)));
      const baseline = within(mean + sd * normal());
      const followUp = within(baseline + change + noise * normal() - 0.25 * (baseline - mean));
      const isFollowedUp = uniform() < 0.58;
      if (isFollowedUp) count("pair", instrument, role, activity, baseline, followUp);
      else count("single", instrument, role, activity, baseline, uniform() < 0.3 ? "2026-12" : "2026-03");
      for (const [dimension, level] of Object.entries(equity)) {
        count("equity", instrument, dimension, level, baseline, isFollowedUp ? followUp : "-", role);
      }
    }
  }
  return counts;
}

/** The places of a small invented service. */
export const inventedPlaces = {
  england: { level: "england", code: "ENG", name: "England" },
  icb: { level: "icb", code: "QX1", name: "Greater Exampleshire ICB" },
  pcn: { level: "pcn", code: "U99001", name: "Riverside PCN" },
  practice: { level: "practice", code: "X99001", name: "The Old Mill Surgery" },
} as const satisfies Record<string, PlaceName>;

const inventedMonths = monthsFrom("2024-11", "2026-10");

/** The statistic spread over the months of the period by chance, and the same chance each time. */
function inMonths(statistic: Statistic): PlaceStatistics["months"] {
  const uniform = uniformFrom(statistic.size);
  const months = inventedMonths.map((month) => ({ month, counts: new Map<string, number>() }));
  for (const [key, n] of statistic) {
    for (let person = 0; person < n; person++) {
      const counts = months[Math.floor(uniform() * months.length)]?.counts ?? new Map<string, number>();
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return months.filter(({ counts }) => counts.size > 0).map(({ month, counts }) => ({ month, statistic: counts }));
}

const surgeries = ["Cedar House", "Lower Hey", "Manor Park", "Bridge Street", "Harbour", "Fell View", "Orchard", "Station Road"] as const;

/** The statistic divided among practices of very different size, by chance and the same chance each time; a practice has none below. */
function comparedIn(level: keyof typeof inventedPlaces, statistic: Statistic): NonNullable<PlaceStatistics["compared"]> {
  const count = { england: 74, icb: 40, pcn: 6, practice: 0 }[level];
  if (count === 0 || statistic.size === 0) return [];
  const uniform = uniformFrom(statistic.size + 1);
  // shares of a hundred, some practices many times the size of others
  const sizes = Array.from({ length: count }, () => 1 + Math.floor(uniform() ** 3 * 20));
  const places = sizes.flatMap((size, index) => Array.from({ length: size }, () => index));
  const parts = sizes.map(() => new Map<string, number>());
  for (const [key, n] of statistic) {
    for (let person = 0; person < n; person++) {
      const part = parts[places[Math.floor(uniform() * places.length)] ?? 0] ?? new Map<string, number>();
      part.set(key, (part.get(key) ?? 0) + 1);
    }
  }
  return parts.map((part, index) => ({
    place: {
      level: "practice",
      code: `X99${String(index + 101)}`,
      name: `${surgeries[index % surgeries.length]} Surgery${index < surgeries.length ? "" : ` ${Math.floor(index / surgeries.length) + 1}`}`,
    },
    statistic: part,
  }));
}

/** What England lets expect of a practice; of loneliness nothing, as where too few practices ask about it. */
const inventedRanges = {
  anxiety: { target: 0.42, tau2: 0.0021 },
  depression: { target: 0.28, tau2: 0 },
  isolation: { target: 0.55, tau2: 0.0034 },
} as const;

/** Statistics of one place with everything around them. */
export function inventedPlace(level: keyof typeof inventedPlaces, statistic: Statistic): PlaceStatistics {
  const line: readonly PlaceName[] = [inventedPlaces.practice, inventedPlaces.pcn, inventedPlaces.icb, inventedPlaces.england];
  const at = line.findIndex((place) => place.level === level);
  return {
    place: inventedPlaces[level],
    above: line.slice(at + 1),
    below: line.slice(Math.max(0, at - 1), at),
    sample: true,
    period: { from: "2024-11", to: "2026-10" },
    asOf: "2026-11-01",
    statistic,
    months: inMonths(statistic),
    ...(level === "practice" ? { expected: inventedRanges } : {}),
    compared: comparedIn(level, statistic),
    provenance: {
      dataSnapshot: "9f8e7d6c5b4a39281706f5e4d3c2b1a0998877665544332211ffeeddccbbaa00",
      codeVersion: "a1b2c3d",
      methodVersion: 1,
      organisationSnapshot: "0011223344556677889900aabbccddeeff0011223344556677889900aabbccdd",
      run: 7,
      drawnOn: "2026-11-22",
    },
  };
}

/** The pairs of one instrument as a list of people: for oracles that know nothing of the tables. */
export function peopleOf(
  statistic: Statistic,
  outcome: keyof typeof primaryInstrument,
): readonly { readonly baseline: number; readonly followUp: number }[] {
  return [...statistic].flatMap(([key, n]) => {
    const [kind, instrument, , , baseline, followUp] = key.split("|");
    if (kind !== "pair" || instrument !== primaryInstrument[outcome]) return [];
    return Array.from({ length: n }, () => ({ baseline: Number(baseline), followUp: Number(followUp) }));
  });
}
