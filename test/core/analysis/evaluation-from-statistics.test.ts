import { describe, expect, it } from "vitest";
import { analyseTable } from "../../../core/analysis/analyse-table.ts";
import { branchAt } from "../../../core/analysis/branch-reader.ts";
import { evaluationSchema } from "../../../core/analysis/evaluation.ts";
import {
  type EvaluatedPractice,
  evaluationsFromStatistics,
  needsEpisodes,
  roleEffects,
} from "../../../core/analysis/evaluation-from-statistics.ts";
import { statisticProducts } from "../../../core/analysis/statistic-products.ts";
import { activityOf } from "../../../core/episodes/activity.ts";
import { contribute, statisticKeys } from "../../../core/episodes/contribution.ts";
import { foldEpisode } from "../../../core/episodes/fold-episode.ts";
import type { KeptEvent } from "../../../core/events/kept-event.ts";
import { longFormColumns, longFormRows } from "../../../core/simulation/long-form.ts";
import { simulate } from "../../../core/simulation/simulate.ts";
import { countKeys, mergeStatistics } from "../../../core/statistic.ts";
import { tableOf } from "./long-files.ts";

const simulation = simulate({ referrals: 3000, practices: 14, seed: 20, until: "2026-10-31" });
const referrals = [...simulation.referrals()];

/** The same service as a night keeps it: events folded, counted and summed by practice and month. */
function keptByTheNight(): readonly EvaluatedPractice[] {
  const keys = new Map<string, Map<string, string[]>>();
  for (const { events } of referrals) {
    const kept = events.map((event) => ("patient" in event ? { ...event, patient: { pid: "p" } } : event)) as KeptEvent[];
    const contribution = contribute(foldEpisode(kept));
    if (contribution === null) continue;
    const months = keys.get(contribution.practice) ?? new Map<string, string[]>();
    keys.set(contribution.practice, months);
    months.set(contribution.month, [...(months.get(contribution.month) ?? []), ...statisticKeys(contribution)]);
  }
  return [...keys].map(([practice, months]) => ({
    practice,
    pcn: "",
    icb: "",
    months: [...months].map(([month, list]) => ({ month, statistic: countKeys(list) })),
  }));
}

/** The same service as a long file, with activities of the taxonomy: what the night counts them as. */
function asFile() {
  const organisations = new Map(simulation.organisations.map((version) => [version.code, version]));
  const rows = referrals.flatMap(({ referral }) => {
    const person = { ...referral.person, activity: activityOf(referral.person.activity) };
    return longFormRows({ ...referral, person }, organisations);
  });
  return tableOf([longFormColumns.join(","), ...rows].join("\n"));
}

const practices = keptByTheNight();
const declaration = evaluationSchema.parse({
  title: "Nurse referrals and depression",
  registeredOn: "2024-01-01",
  primary: { instrument: "PHQ-9" },
  comparator: { treated: ["nurse"], others: ["gp", "link_worker"] },
  covariates: ["age_band", "sex", "imd_quintile"],
  heterogeneity: ["sex", "activity"],
  negativeControl: { instrument: "ucla-3" },
  looks: { spread: 1 },
});
const declared = { evaluation: declaration, sha256: "0".repeat(64) };
const fromRows = analyseTable("a simulated service", asFile(), declared);

/** Every number, text and verdict of a branch with its path. */
function leaves(value: unknown, path = ""): readonly (readonly [string, unknown])[] {
  if (typeof value !== "object" || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, each]) => leaves(each, `${path}.${key}`));
}

function expectEqual(found: unknown, wanted: unknown): void {
  const [a, b] = [new Map(leaves(found)), new Map(leaves(wanted))];
  expect([...a.keys()]).toEqual([...b.keys()]);
  for (const [path, value] of b) {
    if (typeof value !== "number") expect([path, a.get(path)]).toEqual([path, value]);
    else expect(Math.abs(Number(a.get(path)) - value) / Math.max(1, Math.abs(value)), path).toBeLessThan(1e-9);
  }
}

function withoutPropensity(models: Readonly<Record<string, unknown>>) {
  const { ipw: _, overlap_weights: __, doubly_robust: ___, ...others } = models;
  return others;
}

describe("an evaluation from the night's statistics", () => {
  it.each([
    ["gad-7", "GAD7"],
    ["phq-9", "PHQ9"],
    ["lsns-6", "LSNS6"],
    ["ucla-3", "UCLA3"],
  ])("gives of %s what hearten analyse gives of the rows: models, their errors and the missing-data analysis, to 1e-9", (measure, key) => {
    const found = evaluationsFromStatistics({ practices }).find(({ instrument }) => instrument === measure);
    const rows = branchAt(branchAt(fromRows, "instruments"), key);

    expect(Number(found?.models.n)).toBeGreaterThan(300);
    expectEqual(withoutPropensity(found?.models ?? {}), withoutPropensity(branchAt(rows, "models")));
    const { last } = branchAt(found?.description ?? {}, "rules");
    expectEqual(last, branchAt(rows, "rules").last);
    expectEqual(branchAt(found?.description ?? {}, "days_to_followup").last, branchAt(rows, "days_to_followup").last);
    expectEqual(branchAt(found?.description ?? {}, "by_role"), branchAt(rows, "by_role"));
    expect(found?.label).toBe("exploratory");
  });

  it("answers a declaration as analyse does: estimate, groups, negative control and looks", () => {
    const [found] = evaluationsFromStatistics({ practices, declared: [declared] });
    const rows = branchAt(fromRows, "evaluation");

    expect(found).toMatchObject({ label: "declared", instrument: "phq-9", specification: { title: declaration.title } });
    expectEqual(withoutPropensity(found?.models ?? {}), withoutPropensity(branchAt(rows, "models")));
    expectEqual(found?.primary, { estimate: branchAt(rows, "primary").estimate, ci95: branchAt(rows, "primary").ci95 });
    for (const key of ["heterogeneity", "negative_control", "looks"]) expectEqual(found?.answers[key], rows[key]);
  });

  it("says what needs the episodes themselves, and invents no number for it", () => {
    const evaluation = {
      ...declaration,
      dose: "sessions" as const,
      power: { difference: 1 },
      primary: { ...declaration.primary, rule: "first" as const },
    };
    const [weighted] = evaluationsFromStatistics({ practices });
    const [found] = evaluationsFromStatistics({ practices, declared: [{ ...declared, evaluation }] });

    for (const key of ["ipw", "overlap_weights", "doubly_robust"]) expect(weighted?.models[key]).toEqual({ reason: needsEpisodes[key] });
    expect(found?.models).toEqual({ reason: needsEpisodes.first });
    expect(found?.answers.dose).toEqual({ reason: needsEpisodes.dose });
    expect(found?.answers.power).toEqual({ difference: 1, reason: needsEpisodes.power });
    expect(found?.deviations.at(-1)).toEqual({ kind: "not-compared", reason: needsEpisodes.first });
  });

  it("counts the declared population alone: its practices, and its whole months", () => {
    const [one, two] = practices;
    const population = { referredFrom: "2025-06-01", referredTo: "2026-05-31", practices: [one?.practice ?? "", two?.practice ?? ""] };
    const [found] = evaluationsFromStatistics({ practices, declared: [{ ...declared, evaluation: { ...declaration, population } }] });
    const alone = [one, two]
      .flatMap((practice) => practice ?? [])
      .map((practice) => ({
        ...practice,
        months: practice.months.filter(({ month }) => month >= "2025-06" && month <= "2026-05"),
      }));
    const [again] = evaluationsFromStatistics({ practices: alone, declared: [declared] });

    expect(found?.models).toEqual(again?.models);
    expect(found?.deviations).not.toContainEqual({ kind: "partial-months" });
  });

  it("says where it is about some of the people, or compares other arms, so that no number of its people is told then", () => {
    const isPart = (changed: Partial<typeof declaration>) =>
      evaluationsFromStatistics({
        practices,
        declared: [{ ...declared, evaluation: { ...declaration, comparator: { treated: ["nurse"] }, ...changed } }],
      })[0]?.isPart;

    expect(isPart({})).toBe(false);
    expect(isPart({ population: { referredFrom: "2000-01-01" } })).toBe(false);
    expect(isPart({ population: { referredFrom: "2025-06-01" } })).toBe(true);
    expect(isPart({ population: { practices: practices.slice(1).map(({ practice }) => practice) } })).toBe(true);
    expect(isPart({ comparator: { treated: ["gp"] } })).toBe(true);
    expect(isPart({ comparator: { treated: ["nurse"], others: ["gp"] } })).toBe(true);
  });

  it("is the same whatever months and order the statistics are summed in", () => {
    const merged = practices.toReversed().map((practice) => ({
      ...practice,
      months: [{ month: "2026-01", statistic: mergeStatistics(practice.months.toReversed().map(({ statistic }) => statistic)) }],
    }));

    expect(evaluationsFromStatistics({ practices: merged })).toEqual(evaluationsFromStatistics({ practices }));
  });

  it("gives an effect for each known role, the nurses' the one of the comparison", () => {
    const effects = roleEffects("phq-9", practices);
    const models = branchAt(branchAt(branchAt(fromRows, "instruments"), "PHQ9"), "models");

    expect(Object.keys(effects)).toEqual(["gp", "link_worker", "nurse", "other_agency", "other_primary_care", "self"]);
    expect(effects.nurse?.estimate).toBeCloseTo(Number(branchAt(models, "nurse").estimate), 9);
    expect(effects.nurse?.n_treated).toBe(models.n_nurse);
  });

  it("has nothing to compare where one group is all there is", () => {
    const nursesOnly = practices.map((practice) => ({
      ...practice,
      months: practice.months.map(({ month, statistic }) => ({
        month,
        statistic: new Map([...statistic].filter(([key]) => key.includes("|nurse"))),
      })),
    }));

    expect(evaluationsFromStatistics({ practices: nursesOnly })[0]?.models).toEqual({ reason: "one referrer group only" });
    expect(evaluationsFromStatistics({ practices: [] })).toEqual([]);
  });
});

describe("cross-products from joint tables", () => {
  it("are exact whole numbers for whole scores, and exact to the hundredth for a converted scale", () => {
    const person = (baseline: number, followUp: number, role = "nurse") => ({
      ...{ fold: 2, practice: "V99001", month: "2026-01", role, deliveredBy: "gp", activity: "arts", ageBand: "45-54" },
      ...{ sex: "F", ethnicity: "A", imdQuintile: 2, steps: ["referred"], lostReason: null },
      outcomes: { swemwbs: { baseline, followUp, days: 60, dueMonth: "2026-04" } },
    });
    const people = [person(17.43, 20.73), person(20.73, 17.43, "gp"), person(19.98, 19.98, "gp")];
    const statistic = countKeys(people.flatMap((each) => statisticKeys(each as Parameters<typeof statisticKeys>[0])));
    const { everybody } = statisticProducts([{ practice: "V99001", statistics: [statistic] }], {
      ...{ measure: "swemwbs", treated: ["nurse"], covariates: [] },
    });

    // (1,1) (1,b) (1,nurse) (1,y), (b,b) (b,nurse) (b,y), (nurse,nurse) (nurse,y), (y,y)
    const sum = 17.43 + 20.73 + 19.98;
    const squares = 17.43 ** 2 + 20.73 ** 2 + 19.98 ** 2;
    const products = 2 * 17.43 * 20.73 + 19.98 ** 2;
    expect([...everybody.total]).toEqual(
      [3, sum, 1, sum, squares, 17.43, products, 1, 20.73, squares].map((value) => Number(value.toFixed(6))),
    );
  });
});

it("compares two practices of which the very same is seen as two, whoever asked first, and once more the same", () => {
  const [first] = practices;
  if (first === undefined) throw new Error("a practice was to be simulated");
  const twin = { ...first, practice: "TWIN" };
  const copied = { ...twin, months: first.months.map(({ month, statistic }) => ({ month, statistic: new Map(statistic) })) };

  const together = evaluationsFromStatistics({ practices: [...practices, twin] });

  expect(together).toEqual(evaluationsFromStatistics({ practices: [...practices, copied] }));
  expect(together).not.toEqual(evaluationsFromStatistics({ practices }));
  expect(evaluationsFromStatistics({ practices: [twin, ...practices] })).toEqual(together);
});
