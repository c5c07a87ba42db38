import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type ChangeMeasure, changeOutcome } from "../../core/outcomes/outcomes.ts";
import { dZFromT, effectFromSummaries, impliedChange, impliedReliability } from "../../core/outcomes/outcomes-from-summaries.ts";
import { outcomeShares, proportionOf, sharesOfCounts } from "../../core/outcomes/outcomes-rates.ts";
import { cutOffBetween, reliabilityFrom } from "../../core/outcomes/outcomes-reliability.ts";
import { addProducts, productsOf } from "../../core/statistics/cluster-products.ts";
import { effectSizes, hedgesFactor } from "../../core/statistics/effect-sizes.ts";
import { leastSquares } from "../../core/statistics/least-squares.ts";
import { type PairCount, pairedChange } from "../../core/statistics/paired-change.ts";
import { studentQuantile, studentTwoSided } from "../../core/statistics/student-t.ts";
import { wilsonInterval } from "../../core/statistics/wilson.ts";

const realData = new URL("../../../shared/realdata/", import.meta.url);
const claus = new URL("clinicalsignificance_claus_2020.csv", realData);
const jacobson = new URL("clinicalsignificance_jacobson_1989.csv", realData);
const england = new URL("nhs_tt_england_annual.csv", realData);
const present = [claus, jacobson, england].every((file) => existsSync(file));

/** A small comma-separated file as records; these hold no quoted commas. */
function recordsOf(file: URL): readonly Record<string, string>[] {
  const [head = "", ...lines] = readFileSync(file, "utf8").replaceAll('"', "").trim().split(/\r?\n/);
  const columns = head.split(",");
  return lines.map((line) => Object.fromEntries(line.split(",").map((value, index) => [columns[index], value])));
}

type Pair = { readonly baseline: number; readonly followUp: number; readonly arm: string };

function pairsOf(file: URL, keys: { id: string; time: string; first: string; last: string; score: string }): readonly Pair[] {
  const records = recordsOf(file).filter((record) => !["", "NA"].includes(record[keys.score] ?? ""));
  const at = (time: string) => new Map(records.filter((record) => record[keys.time] === time).map((record) => [record[keys.id], record]));
  const [firsts, lasts] = [at(keys.first), at(keys.last)];
  return [...firsts].flatMap(([id, first]) => {
    const last = lasts.get(id);
    return last === undefined
      ? []
      : [{ baseline: Number(first[keys.score]), followUp: Number(last[keys.score]), arm: first.treatment ?? "" }];
  });
}

const counts = (pairs: readonly Pair[]): readonly PairCount[] => pairs.map(({ baseline, followUp }) => ({ baseline, followUp, n: 1 }));
const to = (digits: number) => (value: number | null | undefined) => Number(value?.toFixed(digits));
const [three, four] = [to(3), to(4)];

/** A measure with a Jacobson-Truax threshold and no cut-off. */
function measure(direction: ChangeMeasure["direction"], threshold: number): ChangeMeasure {
  return { direction, caseness: null, reliableChange: { value: threshold, source: "Jacobson and Truax 1991", evidence: "verified" } };
}

/** Improved, unchanged and worse. */
function reliably(pairs: readonly Pair[], against: ChangeMeasure): readonly number[] {
  const shares = outcomeShares(pairs.map(({ baseline, followUp }) => changeOutcome(against, baseline, followUp)));
  return [shares.reliableImprovement.numerator, shares.noReliableChange.numerator, shares.reliableDeterioration.numerator];
}

/** d_z by way of the interval that a mean and SD of change would have been printed with. */
function standardised(mean: number, sd: number, n: number): number {
  const half = (1.96 * sd) / Math.sqrt(n);
  return impliedChange({ mean, lower: mean - half, upper: mean + half }, n).dZ;
}

describe("published summaries, recomputed", () => {
  it("T1 Foster 2021, British Red Cross, UCLA-3: SE 0.0357, SD of change 1.694, d_z 1.086, 72.6% improved (70.7 to 74.4), 21.1% paired", () => {
    const implied = impliedChange({ mean: -1.84, lower: -1.91, upper: -1.77 }, 2250);

    expect([four(implied.standardError), three(implied.sdChange), three(implied.dZ)]).toEqual([0.0357, 1.694, -1.086]);
    expect(wilsonInterval(1634, 2250)?.map((limit) => to(1)(limit * 100))).toEqual([70.7, 74.4]);
    expect([three(1634 / 2250), three(2250 / 10643)]).toEqual([0.726, 0.211]);
  });

  it("T3 Crone 2018, Artlift, WEMWBS: t(523) = -19.29 is d_z 0.843 and t(68) = -7.38 is 0.888; the smaller t is the larger effect", () => {
    const all = Math.abs(dZFromT(-19.29, 523));
    const multimorbid = Math.abs(dZFromT(-7.38, 68));

    expect([three(all), three(multimorbid)]).toEqual([0.843, 0.888]);
    expect(three((hedgesFactor(523) ?? 0) * all)).toBe(0.841);
    expect((hedgesFactor(68) ?? 0) * multimorbid).toBeCloseTo(0.879, 2);
    expect(three(524 / 1297)).toBe(0.404);
  });

  it("T4 Shah 2018, SWEMWBS: change 4.04, Glass 1.030, d_av 0.919, implied reliability 0.931, threshold 2.855", () => {
    const effect = effectFromSummaries({ mean: 19.28, sd: 3.921 }, { mean: 23.32, sd: 4.873 });
    const reliability = impliedReliability(3.921, 1.03);

    expect([effect.change, effect.glass, effect.dAv].map(three)).toEqual([4.04, 1.03, 0.919]);
    expect([reliability, reliabilityFrom(3.921, reliability).sem, reliabilityFrom(3.921, reliability).threshold].map(three)).toEqual([
      0.931, 1.03, 2.855,
    ]);
  });

  it("T8 Paterson 2007, MYCaW: d_z 1.78, 1.45, 0.78 and 1.21, 0.90, 0.40; t 28.4 and 19.8", () => {
    const cavendish = [standardised(2.9, 1.63, 254), standardised(2.5, 1.73, 254), standardised(1.4, 1.8, 254)];
    const bristol = [standardised(1.91, 1.58, 267), standardised(1.77, 1.96, 267), standardised(0.61, 1.52, 267)];

    expect([...cavendish, ...bristol].map(to(2))).toEqual([1.78, 1.45, 0.78, 1.21, 0.9, 0.4]);
    expect([28.4, 19.8].map((t, index) => to(2)(dZFromT(t, [253, 266][index] ?? 0)))).toEqual([1.78, 1.21]);
  });

  it("thresholds of section 2: the published SDs give 5.20, 3.53, 5.59 and 2.855, and round up to 6, 4, 6 and 3", () => {
    const thresholds = [
      reliabilityFrom(5.66, 0.89),
      reliabilityFrom(4.5, 0.92),
      reliabilityFrom(5.593, 0.87),
      reliabilityFrom(3.921, 0.931),
    ];

    expect(thresholds.map(({ threshold }) => Math.ceil(threshold))).toEqual([6, 4, 6, 3]);
    expect(thresholds.slice(0, 3).map(({ threshold }) => to(2)(threshold))).toEqual([5.2, 3.53, 5.59]);
  });

  it("the cut-off of Jacobson and Truax lies nearer the population with the smaller spread", () => {
    expect(cutOffBetween({ mean: 20, sd: 5 }, { mean: 5, sd: 5 })).toBe(12.5);
    expect(three(cutOffBetween({ mean: 20, sd: 6 }, { mean: 5, sd: 3 }))).toBe(10);
    expect([reliabilityFrom(0.5, 1).threshold, reliabilityFrom(0.5, 0).sem]).toEqual([0, 0.5]);
    expect(() => reliabilityFrom(5, -0.1)).toThrow(RangeError);
    expect(() => reliabilityFrom(0, 0.8)).toThrow(RangeError);
    expect(() => reliabilityFrom(5, 1.2)).toThrow(RangeError);
  });
});

describe("open data, recomputed", () => {
  it(`${present ? "finds" : "does not find"} the open data beside the checkout: rows T16 and T17 and the national percentages ${present ? "are" : "are not"} recomputed`, () => {
    expect(existsSync(realData)).toBe(present);
  });

  const bdi = () => pairsOf(claus, { id: "id", time: "time", first: "1", last: "4", score: "bdi" });
  const who = () => pairsOf(claus, { id: "id", time: "time", first: "1", last: "4", score: "who" });
  const arm = (pairs: readonly Pair[], name: string) => pairs.filter((pair) => pair.arm === name);

  it.runIf(present)("T16 claus_2020, BDI: 35.475 to 25.700 in 40 pairs, t -5.595, d_z -0.885, d_av -0.909, Glass -1.198, J 0.9806", () => {
    const change = pairedChange(counts(bdi()));
    const effects = effectSizes(change);

    expect([change.n, change.meanBaseline, change.sdBaseline, change.meanFollowUp, change.sdFollowUp].map(three)).toEqual([
      40, 35.475, 8.159, 25.7, 13.35,
    ]);
    expect([change.r, change.meanChange, change.sdChange, change.t].map(three)).toEqual([0.563, -9.775, 11.049, -5.595]);
    expect(change.ci95Change?.map(three)).toEqual([-13.309, -6.241]);
    expect([change.dZ, effects?.dAv, effects?.kazis].map(three)).toEqual([-0.885, -0.909, -1.198]);
    expect(four(effects?.hedgesFactor)).toBeCloseTo(0.9806, 3);
  });

  it.runIf(present)("T16 claus_2020, BDI by arm: PA -14.238 (9.576) in 21, TAU -4.842 (10.663) in 19", () => {
    const arms = ["PA", "TAU"].map((name) => pairedChange(counts(arm(bdi(), name))));

    expect(arms.map(({ n, meanChange, sdChange }) => [n, three(meanChange), three(sdChange)])).toEqual([
      [21, -14.238, 9.576],
      [19, -4.842, 10.663],
    ]);
  });

  it.runIf(present)("T16 claus_2020, WHO-5 raw: 1.075 to 5.625, and three effect sizes 0.781, 1.376 and 4.155 of one change", () => {
    const change = pairedChange(counts(who()));
    const effects = effectSizes(change);

    expect([change.meanBaseline, change.sdBaseline, change.meanFollowUp, change.sdFollowUp].map(three)).toEqual([
      1.075, 1.095, 5.625, 5.518,
    ]);
    expect([change.dZ, effects?.dAv, effects?.kazis].map(three)).toEqual([0.781, 1.376, 4.155]);
  });

  it.runIf(present)(
    "T16 claus_2020, reliable change: 18 improved, 22 unchanged, none worse, with the SD of all 43 baselines or of 40",
    () => {
      const all = recordsOf(claus).flatMap(({ time, bdi: score }) =>
        time === "1" ? [{ baseline: Number(score), followUp: 0, arm: "" }] : [],
      );
      const sd = pairedChange(counts(all)).sdBaseline ?? 0;
      const whole = reliabilityFrom(sd, 0.801);
      const completers = reliabilityFrom(pairedChange(counts(bdi())).sdBaseline ?? 0, 0.801);

      expect([all.length, sd, whole.sem, whole.differenceError, whole.threshold].map(three)).toEqual([43, 8.449, 3.769, 5.331, 10.448]);
      expect(three(completers.differenceError)).toBeCloseTo(5.147, 2);
      for (const { threshold } of [whole, completers]) expect(reliably(bdi(), measure("higher-is-worse", threshold))).toEqual([18, 22, 0]);
      expect(["PA", "TAU"].map((name) => reliably(arm(bdi(), name), measure("higher-is-worse", whole.threshold)))).toEqual([
        [13, 8, 0],
        [5, 14, 0],
      ]);
    },
  );

  /** follow-up ~ 1 + baseline + PA: the arm's coefficient with its standard error, and the slope. */
  function ancova(pairs: readonly Pair[]) {
    const packed = new Float64Array(10);
    for (const { baseline, followUp, arm: name } of pairs) {
      const values = Float64Array.of(1, baseline, name === "PA" ? 1 : 0, followUp);
      addProducts(packed, 4, { places: Int32Array.of(0, 1, 2, 3), values, used: 4 }, 1);
    }
    const fit = leastSquares(productsOf(["(Intercept)", "baseline", "PA"], new Map([["all", packed]])));
    return { slope: fit?.beta[1], effect: fit?.beta[2] ?? Number.NaN, se: fit?.standardErrors[2] ?? Number.NaN, df: fit?.residualDf ?? 0 };
  }

  it.runIf(present)(
    "T16 claus_2020, ANCOVA of BDI: PA -9.829, SE 3.250, t -3.024, p 0.0045, interval -16.414 to -3.244, slope 0.827; WHO-5: 5.580, SE 1.509, p 0.0007",
    () => {
      const { slope, effect, se, df } = ancova(bdi());
      const half = studentQuantile(0.975, df) * se;
      const wellbeing = ancova(who());

      expect([effect, se, effect / se, effect - half, effect + half, slope].map(three)).toEqual([
        -9.829, 3.25, -3.024, -16.414, -3.244, 0.827,
      ]);
      expect(four(studentTwoSided(effect / se, df))).toBe(0.0045);
      expect([wellbeing.effect, wellbeing.se].map(three)).toEqual([5.58, 1.509]);
      expect(four(studentTwoSided(wellbeing.effect / wellbeing.se, wellbeing.df))).toBe(0.0007);
    },
  );

  const marital = (score: string) => pairsOf(jacobson, { id: "subject", time: "time", first: "pre", last: "post", score });

  it.runIf(present)("T17 Jacobson 1989: DAS 81.583 (11.826) to 98.050 (19.242) in 30, t 5.444; GDS -9.846 (8.600) in 26", () => {
    const das = pairedChange(counts(marital("das")));
    const gds = pairedChange(counts(marital("gds")));

    expect([das.n, das.meanBaseline, das.sdBaseline, das.meanFollowUp, das.sdFollowUp].map(three)).toEqual([
      30, 81.583, 11.826, 98.05, 19.242,
    ]);
    expect([das.meanChange, das.sdChange, das.t].map(three)).toEqual([16.467, 16.567, 5.444]);
    expect([gds.n, gds.meanBaseline, gds.meanFollowUp, gds.meanChange, gds.sdChange].map(three)).toEqual([26, 69.154, 59.308, -9.846, 8.6]);
  });

  it.runIf(present)(
    "T17 Jacobson 1989, reliable change: r 0.88 gives 11.355, 19 improved and 1 worse; r 0.80 gives 14.659, 16 and 1",
    () => {
      const sd = pairedChange(counts(marital("das"))).sdBaseline ?? 0;
      const [better, poorer] = [reliabilityFrom(sd, 0.88), reliabilityFrom(sd, 0.8)];

      expect([better.differenceError, better.threshold, poorer.differenceError, poorer.threshold].map(three)).toEqual([
        5.793, 11.355, 7.479, 14.659,
      ]);
      expect(reliably(marital("das"), measure("higher-is-better", better.threshold))).toEqual([19, 10, 1]);
      expect(reliably(marital("das"), measure("higher-is-better", poorer.threshold))).toEqual([16, 13, 1]);
    },
  );

  it.runIf(present)("NHS Talking Therapies, England: every published percentage is its numerator over the denominator used here", () => {
    const rows = recordsOf(england).filter(
      (row) => Object.values(row).every((value) => value !== "") && Number(row.finished) > Number(row.not_at_caseness),
    );
    const number = (row: Record<string, string>, column: string) => Number(row[column]);
    const off = rows.flatMap((row) => {
      const shares = sharesOfCounts({
        finished: number(row, "finished"),
        notAtCaseness: number(row, "not_at_caseness"),
        recovery: number(row, "recovery"),
        reliableRecovery: number(row, "reliable_recovery"),
        reliableImprovement: number(row, "reliable_improvement"),
        reliableDeterioration: number(row, "reliable_deterioration"),
      });
      const published = {
        recovery: "recovery_pct",
        reliableRecovery: "reliable_recovery_pct",
        reliableImprovement: "reliable_improvement_pct",
        reliableDeterioration: "reliable_deterioration_pct",
      } as const;
      return Object.entries(published).filter(([share, column]) => {
        const computed = 100 * (proportionOf(shares[share as keyof typeof published]) ?? 0);
        return Number.isFinite(number(row, column)) && Math.abs(computed - number(row, column)) > 0.051;
      });
    });

    expect(rows.length).toBeGreaterThan(500);
    expect(off).toEqual([]);
  });
});
