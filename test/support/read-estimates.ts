import { bandsOf } from "../../core/disclosure/band-cells.ts";
import { comparedRole } from "../../core/disclosure/compared-cells.ts";
import { groupOf } from "../../core/disclosure/dimensions.ts";
import { instrumentFor } from "../../core/disclosure/measure-of.ts";
import type { Instrument } from "../../core/instruments/instrument.ts";
import type { Outcome, OutcomeReport, PlaceReport } from "../../core/place-report.ts";
import { keyParts, keysUnder, type Statistic } from "../../core/statistic.ts";
import type { InventedMember } from "./invented-generation.ts";
import type { Known, Sum, Weighing } from "./linear-attacker.ts";
import type { Read } from "./read-publication.ts";

type Told = { readonly known: ReadonlyMap<string, Known>; readonly sums: readonly Sum[]; readonly weighings: readonly Weighing[] };
type Asked = { readonly reports: ReadonlyMap<string, PlaceReport>; readonly outcome: Outcome };

/**
 * What he reads besides, where estimates stand: by how much cases changed, and how the arms of a comparison differ. Standardised differences, adjusted differences and their intervals are no linear
 * functions of people, so he is given more than they tell: the mean and the standard deviation of the first and of the follow-up scores of both arms,
 * wherever arms are compared: of England to two decimals, and of boards to one, as averages are shown there and people to the nearest five.
 */
export function withEstimates(read: Read, members: readonly InventedMember[], { reports, outcome }: Asked): Read {
  const instrument = instrumentFor(outcome);
  const told = members.flatMap((member) => {
    const report = reports.get(member.code)?.outcomes.find((one) => one.outcome === outcome);
    return report === undefined ? [] : [changeOfCases(member, report, instrument), meansOfArms(member, report, instrument)];
  });
  return {
    small: read.small,
    known: new Map([...read.known, ...told.flatMap(({ known }) => [...known])]),
    sums: [...read.sums, ...told.flatMap(({ sums }) => sums)],
    weighings: [...(read.weighings ?? []), ...told.flatMap(({ weighings }) => weighings)],
  };
}

const untold: Told = { known: new Map(), sums: [], weighings: [] };
const unknown: Known = { lower: 0, upper: null };

/** Cases are some of those who changed by so many points; the mean of their changes is told to one decimal, and who recovered got better. */
function changeOfCases({ code }: InventedMember, { change, reliable }: OutcomeReport, instrument: Instrument): Told {
  const observed = change.regression?.observed;
  if (observed?.kind !== "value" || reliable.recovered.cases.kind !== "value") return untold;
  const reach = instrument.range.max - instrument.range.min;
  const points = Array.from({ length: 2 * reach + 1 }, (_, at) => at - reach);
  const name = (who: string, by: number) => `${code}/${who} change ${by}`;
  const half = 0.05 + 1e-9;
  return {
    known: new Map(points.flatMap((by) => [name("cases", by), name("others", by)].map((id) => [id, unknown] as const))),
    sums: [
      { total: `${code}/cases`, parts: points.map((by) => name("cases", by)) },
      ...points.map((by) => ({ total: `${code}/change ${by}`, parts: [name("cases", by), name("others", by)] })),
    ],
    weighings: [
      ...[1, -1].map((sign) => ({ terms: points.map((by) => [name("cases", by), sign * (by - observed.value) - half] as const) })),
      {
        terms: [
          [`${code}/recovered`, 1] as const,
          ...points.flatMap((by) => (isBetter(by, instrument) ? [[name("cases", by), -1] as const] : [])),
        ],
      },
    ],
  };
}

function isBetter(by: number, { direction }: Instrument): boolean {
  return direction === "higher-is-better" ? by > 0 : by < 0;
}

const armNames = ["treated", "others", "neither"] as const;
const times = ["before", "after"] as const;

/** The scores of both arms, of which he is given mean and standard deviation. */
function meansOfArms({ code, level, statistics }: InventedMember, { comparison }: OutcomeReport, instrument: Instrument): Told {
  if (comparison?.firstScore.kind !== "value") return untold;
  const { min, max } = instrument.range;
  const scores = Array.from({ length: max - min + 1 }, (_, at) => min + at);
  const name = (arm: string, when: string, score: number) => `${code}/${arm} ${when} ${score}`;
  const all = armNames.flatMap((arm) => times.map((when) => ({ arm, when })));
  const ofArm = (arm: string, when: string) => scores.map((score) => name(arm, when, score));
  const exact = scoresOfArms(statistics.statistic, instrument.id);
  const given = all.filter(({ arm }) => arm !== "neither");
  return {
    known: new Map(all.flatMap(({ arm, when }) => ofArm(arm, when).map((id) => [id, unknown] as const))),
    sums: [
      ...all.map(({ arm, when }) => ({ total: `${code}/${arm}`, parts: ofArm(arm, when) })),
      ...times.flatMap((when) =>
        scores.map((score) => ({ total: `${code}/${when} ${score}`, parts: armNames.map((arm) => name(arm, when, score)) })),
      ),
      ...bandsOf(instrument).flatMap(({ from, to }, band) =>
        armNames.map((arm) => ({
          total: `${code}/${arm} of band ${band}`,
          parts: scores.filter((score) => score >= from && score <= to).map((score) => name(arm, "before", score)),
        })),
      ),
    ],
    weighings: given.flatMap(({ arm, when }) =>
      momentsOf(exact.get(`${arm} ${when}`) ?? [], {
        scores,
        name: (score) => name(arm, when, score),
        decimals: level === "england" ? 2 : 1,
      }),
    ),
  };
}

type Scored = { readonly score: number; readonly n: number };

function scoresOfArms(statistic: Statistic, measure: string): ReadonlyMap<string, readonly Scored[]> {
  const scores = new Map<string, Scored[]>();
  for (const [key, n] of keysUnder(statistic, "pair", measure)) {
    const [, , role = "unknown", , ...found] = keyParts(key);
    if (groupOf("role", role) === "unknown") continue;
    const arm = role === comparedRole ? "treated" : "others";
    for (const [at, when] of times.entries()) {
      const list = scores.get(`${arm} ${when}`) ?? [];
      scores.set(`${arm} ${when}`, list);
      list.push({ score: Number(found[at]), n });
    }
  }
  return scores;
}

type Weighed = { readonly scores: readonly number[]; readonly name: (score: number) => string; readonly decimals: number };

/** Mean and standard deviation to within their last decimal say so much of how many people have each score. */
function momentsOf(exact: readonly Scored[], { scores, name, decimals }: Weighed): readonly Weighing[] {
  const people = exact.reduce((sum, { n }) => sum + n, 0);
  const own = exact.reduce((sum, { score, n }) => sum + score * n, 0) / people;
  const spread = Math.sqrt(exact.reduce((sum, { score, n }) => sum + n * (score - own) ** 2, 0) / people);
  const [mean, sd] = [Number(own.toFixed(decimals)), Number(spread.toFixed(decimals))];
  const half = 10 ** -decimals / 2 + 1e-9;
  const over = (weigh: (score: number) => number): Weighing => ({ terms: scores.map((score) => [name(score), weigh(score)] as const) });
  return [
    over((score) => score - mean - half),
    over((score) => mean - score - half),
    over((score) => (score - mean) ** 2 - (sd + half) ** 2 - half ** 2),
    over((score) => Math.max(0, sd - half) ** 2 - (score - mean) ** 2),
  ];
}
