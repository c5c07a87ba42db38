import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SparseRow } from "../../../core/statistics/cluster-products.ts";
import { addProducts } from "../../../core/statistics/cluster-products.ts";
import type { DesignRows } from "../../../core/statistics/design-rows.ts";
import { doublyRobust } from "../../../core/statistics/doubly-robust.ts";
import { logisticFit } from "../../../core/statistics/logistic.ts";
import { deltaSlopes } from "../../../core/statistics/missing-outcome.ts";
import { overlapWeighting } from "../../../core/statistics/overlap-weighting.ts";
import { packedSize } from "../../../core/statistics/packed.ts";
import { propensityWeighting } from "../../../core/statistics/propensity-weighting.ts";
import { invert, multiply, transpose } from "./regression-oracle.ts";

type Patient = { readonly baseline: number; readonly nurse: number; readonly change: number; readonly cluster: number };

function designOf(patients: readonly Patient[]): DesignRows {
  const clusters = [...new Set(patients.map(({ cluster }) => cluster))];
  return {
    columns: ["(Intercept)", "baseline"],
    count: patients.length,
    people: Int32Array.from(patients, () => 1),
    clusterStarts: Int32Array.from([
      ...clusters.map((cluster) => patients.findIndex((patient) => patient.cluster === cluster)),
      patients.length,
    ]),
    fill: (index: number, row: SparseRow) => {
      row.used = 2;
      [row.places[0], row.places[1]] = [0, 1];
      [row.values[0], row.values[1]] = [1, patients[index]?.baseline ?? 0];
    },
  };
}

function weighted(patients: readonly Patient[]) {
  const rows = designOf(patients);
  const propensity = logisticFit(
    rows,
    Int32Array.from(patients, ({ nurse }) => nurse),
  );
  if (propensity === null) return null;
  const treated = Uint8Array.from(patients, ({ nurse }) => nurse);
  const column = (key: "change" | "baseline") => Float64Array.from(patients, (patient) => patient[key]);
  return { propensity, result: propensityWeighting({ rows, treated, change: column("change"), baseline: column("baseline") }, propensity) };
}

const patients = fc
  .array(
    fc.record({
      baseline: fc.integer({ min: 0, max: 27 }),
      nurse: fc.integer({ min: 0, max: 1 }),
      change: fc.integer({ min: -15, max: 8 }),
      cluster: fc.integer({ min: 0, max: 4 }),
    }),
    { minLength: 12, maxLength: 60 },
  )
  .map((list) => list.toSorted((a, b) => a.cluster - b.cluster));

describe("the propensity model", () => {
  it("agrees with R: glm(c(1,0,1,0,0,1,0,1,1,0) ~ c(3,5,9,2,8,12,4,7,1,10), binomial)", () => {
    const baselines = [3, 5, 9, 2, 8, 12, 4, 7, 1, 10];
    const nurses = [1, 0, 1, 0, 0, 1, 0, 1, 1, 0];
    const fit = logisticFit(
      designOf(baselines.map((baseline, index) => ({ baseline, nurse: nurses[index] ?? 0, change: 0, cluster: 0 }))),
      Int32Array.from(nurses),
    );

    expect(fit?.beta[0]).toBeCloseTo(-0.3040186359224737, 10);
    expect(fit?.beta[1]).toBeCloseTo(0.04984830949042332, 10);
  });

  it("fits so that expected and observed agree in total and along every predictor", () => {
    fc.assert(
      fc.property(patients, (list) => {
        const found = weighted(list);
        if (found === null) return;
        const gap = (weight: (patient: Patient) => number) =>
          list.reduce((sum, patient, index) => sum + weight(patient) * (patient.nurse - (found.propensity.fitted[index] ?? 0)), 0);
        expect(gap(() => 1)).toBeCloseTo(0, 8);
        expect(gap(({ baseline }) => baseline)).toBeCloseTo(0, 6);
      }),
    );
  });

  it("is refused where a score tells the groups apart without error, and where there is one group", () => {
    const apart = Array.from({ length: 20 }, (_, baseline) => ({ baseline, nurse: baseline > 9 ? 1 : 0, change: 0, cluster: 0 }));

    expect(weighted(apart)).toBeNull();
    expect(weighted(apart.map((patient) => ({ ...patient, nurse: 1 })))).toBeNull();
  });
});

describe("inverse-probability weighting", () => {
  it("is the difference of Hájek's means by definition", () => {
    fc.assert(
      fc.property(patients, (list) => {
        const found = weighted(list);
        if (found === null) return;
        const mean = (arm: number) => {
          const members = list.flatMap((patient, index) => {
            const fitted = found.propensity.fitted[index] ?? 0;
            return patient.nurse === arm ? [{ weight: arm === 1 ? 1 / fitted : 1 / (1 - fitted), change: patient.change }] : [];
          });
          return (
            members.reduce((sum, { weight, change }) => sum + weight * change, 0) / members.reduce((sum, { weight }) => sum + weight, 0)
          );
        };
        expect(found.result.estimate).toBeCloseTo(mean(1) - mean(0), 9);
      }),
    );
  });

  it("has the stacked error of the whole sandwich A⁻¹ B A⁻ᵀ", () => {
    fc.assert(
      fc.property(patients, (list) => {
        const found = weighted(list);
        if (found === null || found.result.clustered === null) return;
        expect(found.result.clustered.stacked).toBeCloseTo(stackedOracle(list, found.propensity.fitted, found.result.meanChange), 6);
      }),
    );
  });

  it("moves with every change alike and does not mind who is in which order within a practice", () => {
    fc.assert(
      fc.property(patients, fc.integer({ min: -5, max: 5 }), (list, shift) => {
        const [here, moved] = [
          weighted(list),
          weighted(list.map((patient) => ({ ...patient, change: patient.change + shift * patient.nurse }))),
        ];
        if (here === null || moved === null) return;
        expect(moved.result.estimate).toBeCloseTo(here.result.estimate + shift, 9);
        expect(here.result.effectiveSize.treated).toBeLessThanOrEqual(list.filter(({ nurse }) => nurse === 1).length + 1e-9);
      }),
    );
  });
});

// propensity scores and both means as one system of estimating equations, by numerical slopes
function stackedOracle(list: readonly Patient[], fitted: Float64Array, means: { treated: number; others: number }): number {
  const equations = (patient: Patient, e: number, [m1, m0]: readonly [number, number]) => [
    patient.nurse - e,
    patient.baseline * (patient.nurse - e),
    (patient.nurse / e) * (patient.change - m1),
    ((1 - patient.nurse) / (1 - e)) * (patient.change - m0),
  ];
  const slopes = [0, 1, 2, 3].map(() => [0, 0, 0, 0]);
  const step = 1e-5;
  list.forEach((patient, index) => {
    const eta = Math.log((fitted[index] ?? 0.5) / (1 - (fitted[index] ?? 0.5)));
    const at = (parameter: number, by: number) => {
      const e = 1 / (1 + Math.exp(-(eta + (parameter === 0 ? by : parameter === 1 ? by * patient.baseline : 0))));
      return equations(patient, e, [means.treated + (parameter === 2 ? by : 0), means.others + (parameter === 3 ? by : 0)]);
    };
    for (const parameter of [0, 1, 2, 3]) {
      const [up, down] = [at(parameter, step), at(parameter, -step)];
      for (const row of slopes.keys()) {
        const line = slopes[row] ?? [];
        line[parameter] = (line[parameter] ?? 0) + ((up[row] ?? 0) - (down[row] ?? 0)) / (2 * step);
      }
    }
  });
  const clusters = Map.groupBy(
    list.map((patient, index) => ({ patient, e: fitted[index] ?? 0 })),
    ({ patient }) => patient.cluster,
  );
  const scores = [...clusters.values()].map((members) =>
    members
      .map(({ patient, e }) => equations(patient, e, [means.treated, means.others]))
      .reduce((sum, row) => sum.map((value, k) => value + (row[k] ?? 0))),
  );
  const inverse = invert(slopes);
  const variance = multiply(multiply(inverse, multiply(transpose(scores), scores)), transpose(inverse));
  const at = (i: number, j: number) => variance[i]?.[j] ?? 0;
  const g = clusters.size;
  return Math.sqrt(((at(2, 2) + at(3, 3) - 2 * at(2, 3)) * g) / (g - 1));
}

describe("the delta adjustment", () => {
  it("moves the estimate as imputing prediction + δ and fitting everybody again does", () => {
    fc.assert(
      fc.property(patients, patients, fc.integer({ min: -6, max: 6 }), (seen, unseen, delta) => {
        const x = (list: readonly Patient[]) => list.map(({ baseline, nurse }) => [1, baseline, nurse]);
        const solve = (rows: readonly (readonly number[])[], y: readonly number[]) =>
          multiply(
            invert(multiply(transpose(rows), rows)),
            multiply(
              transpose(rows),
              y.map((value) => [value]),
            ),
          ).map(([value = 0]) => value);
        const slopes = deltaSlopes({ columns: 3, followed: packedOf(seen), missing: packedOf(unseen) }, 2);
        const separate = new Set(seen.map(({ nurse }) => nurse)).size > 1 && new Set(seen.map(({ baseline }) => baseline)).size > 3;
        if (slopes === null || !separate) return;
        const beta = solve(
          x(seen),
          seen.map(({ change }) => change),
        );
        const imputed = x(unseen).map((row) => row.reduce((sum, value, j) => sum + value * (beta[j] ?? 0), 0) + delta * (row[2] ?? 0));
        const refitted = solve([...x(seen), ...x(unseen)], [...seen.map(({ change }) => change), ...imputed]);
        expect((beta[2] ?? 0) + delta * slopes.treated).toBeCloseTo(refitted[2] ?? Number.NaN, 7);
      }),
    );
  });
});

function packedOf(list: readonly Patient[]): Float64Array {
  const packed = new Float64Array(packedSize(4));
  for (const { baseline, nurse, change } of list)
    addProducts(packed, 4, { places: Int32Array.of(0, 1, 2, 3), values: Float64Array.of(1, baseline, nurse, change), used: 4 }, 1);
  return packed;
}

describe("beyond inverse-probability weighting", () => {
  it("overlap weights balance every covariate of the propensity model exactly", () => {
    fc.assert(
      fc.property(patients, (list) => {
        const found = weighted(list);
        if (found === null) return;
        const rows = designOf(list);
        const column = Float64Array.from(list, ({ baseline }) => baseline);
        const treated = Uint8Array.from(list, ({ nurse }) => nurse);
        expect(overlapWeighting({ rows, treated, change: column, baseline: column }, found.propensity).estimate).toBeCloseTo(0, 7);
      }),
    );
  });

  it("agrees with R: weighted.mean(y, 1 - e), weighted.mean(r, 1 / e) and sandwich on ten people of three practices", () => {
    const { rows, treated, change, baseline, propensity } = tenPeople();

    const overlap = overlapWeighting({ rows, treated, change, baseline }, propensity);
    const robust = doublyRobust({ rows, treated, change, baseline }, propensity, { beta: Float64Array.of(-2, -0.25), effect: -1.5 });

    expect(overlap.estimate).toBeCloseTo(-1.065233694277766, 10);
    expect(overlap.clustered?.error).toBeCloseTo(1.260435549112747, 8);
    expect(robust.estimate).toBeCloseTo(-1.064073607132623, 10);
    expect(robust.clustered?.error).toBeCloseTo(1.888620693130589, 10);
  });

  it("the doubly robust estimate is the regression's own where the regression leaves nothing over, whatever the propensity", () => {
    fc.assert(
      fc.property(patients, fc.integer({ min: -4, max: 4 }), (list, effect) => {
        const exact = list.map((patient) => ({ ...patient, change: 3 - patient.baseline + effect * patient.nurse }));
        const found = weighted(exact);
        if (found === null) return;
        const data = {
          rows: designOf(exact),
          treated: Uint8Array.from(exact, ({ nurse }) => nurse),
          change: Float64Array.from(exact, ({ change }) => change),
          baseline: Float64Array.from(exact, ({ baseline }) => baseline),
        };
        const robust = doublyRobust(data, found.propensity, { beta: Float64Array.of(3, -1), effect });
        expect(robust.estimate).toBeCloseTo(effect, 9);
        expect(robust.clustered?.error ?? 0).toBeCloseTo(0, 9);
      }),
    );
  });
});

function tenPeople() {
  const baselines = [3, 5, 9, 2, 8, 12, 4, 7, 1, 10];
  const nurses = [1, 0, 1, 0, 0, 1, 0, 1, 1, 0];
  const changes = [-4, -1, -6, 0, -2, -7, -3, -2, 1, -5];
  const list = baselines.map((baseline, index) => ({
    baseline,
    nurse: nurses[index] ?? 0,
    change: changes[index] ?? 0,
    cluster: Math.floor(index / 4),
  }));
  const rows = designOf(list);
  const propensity = logisticFit(rows, Int32Array.from(nurses));
  if (propensity === null) throw new Error("the ten people are not separated");
  return { rows, treated: Uint8Array.from(nurses), change: Float64Array.from(changes), baseline: Float64Array.from(baselines), propensity };
}
