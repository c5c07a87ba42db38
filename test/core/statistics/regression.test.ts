import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bellMcCaffrey } from "../../../core/statistics/bell-mccaffrey.ts";
import { addProducts, type ClusterProducts, independentColumns, productsOf } from "../../../core/statistics/cluster-products.ts";
import { clusterRobust } from "../../../core/statistics/cluster-robust.ts";
import { leastSquares } from "../../../core/statistics/least-squares.ts";
import { packedSize } from "../../../core/statistics/packed.ts";
import { interceptStatistics, predictedIntercepts, randomIntercept } from "../../../core/statistics/random-intercept.ts";
import { kenwardRoger, satterthwaiteDf } from "../../../core/statistics/random-intercept-df.ts";
import { symmetricEigen } from "../../../core/statistics/symmetric-eigen.ts";
import { invert, type Matrix, multiply, type Person, textbookFit, textbookSandwich, transpose } from "./regression-oracle.ts";

const columns = ["(Intercept)", "baseline", "nurse"];

function productsFrom(people: readonly Person[]): ClusterProducts {
  const q = columns.length + 1;
  const clusters = new Map<string, Float64Array>();
  for (const { x, y, cluster } of people) {
    const packed = clusters.get(String(cluster)) ?? new Float64Array(packedSize(q));
    clusters.set(String(cluster), packed);
    addProducts(packed, q, { places: Int32Array.of(0, 1, 2, 3), values: Float64Array.of(...x, y), used: q }, 1);
  }
  return productsOf(columns, clusters);
}

const person = fc.record({
  x: fc.tuple(fc.constant(1), fc.integer({ min: 0, max: 27 }), fc.integer({ min: 0, max: 1 })),
  y: fc.integer({ min: 0, max: 27 }),
  cluster: fc.integer({ min: 0, max: 5 }),
});
const services = fc.array(person, { minLength: 14, maxLength: 50 }).filter((people) => {
  const sizes = new Set(people.map(({ cluster }) => cluster)).size;
  return sizes >= 3 && leastSquares(productsFrom(people)) !== null && independentColumns(productsFrom(people).total, 4, 4).length === 4;
});

function fitOf(products: ClusterProducts) {
  const fit = leastSquares(products);
  if (fit === null) throw new Error("the service cannot be fitted");
  return fit;
}

function inverseRoot(matrix: Matrix): Matrix {
  const n = matrix.length;
  const { values, vectors } = symmetricEigen(Float64Array.from(matrix.flat()), n);
  return matrix.map((_, i) =>
    matrix.map((__, j) =>
      Array.from(values).reduce(
        (sum, value, k) => (value > 1e-9 ? sum + ((vectors[k * n + i] ?? 0) * (vectors[k * n + j] ?? 0)) / Math.sqrt(value) : sum),
        0,
      ),
    ),
  );
}

describe("regression from cross-products", () => {
  it("gives the coefficients of the rows themselves", () => {
    fc.assert(
      fc.property(services, (people) => {
        const fit = fitOf(productsFrom(people));
        const { beta, residuals } = textbookFit(people);
        beta.forEach((value, index) => {
          expect(fit.beta[index]).toBeCloseTo(value, 8);
        });
        expect(fit.residualSumOfSquares).toBeCloseTo(
          residuals.reduce((sum, residual) => sum + residual ** 2, 0),
          6,
        );
      }),
    );
  });

  it("is the same to the bit in any order of the people", () => {
    fc.assert(
      fc.property(services, (people) => {
        const sorted = (list: readonly Person[]) => list.toSorted((a, b) => a.cluster - b.cluster);
        expect(fitOf(productsFrom(sorted(people.toReversed())))).toEqual(fitOf(productsFrom(sorted(people))));
      }),
    );
  });

  it("gives the cluster-robust errors of the rows themselves", () => {
    fc.assert(
      fc.property(services, (people) => {
        const products = productsFrom(people);
        const robust = clusterRobust(products, fitOf(products));
        const variance = textbookSandwich(people, (_, residuals) => residuals);
        robust.cr0.forEach((error, index) => {
          expect(error).toBeCloseTo(Math.sqrt(Math.max(0, variance[index]?.[index] ?? 0)), 6);
        });
      }),
    );
  });

  it("gives Bell and McCaffrey's errors from (I − H)^(−½) of whole clusters", () => {
    fc.assert(
      fc.property(services, (people) => {
        const products = productsFrom(people);
        const { hat } = textbookFit(people);
        const variance = textbookSandwich(people, (rows, residuals) => {
          const complement = rows.map((i) => rows.map((j) => (i === j ? 1 : 0) - (hat[i]?.[j] ?? 0)));
          return multiply(
            inverseRoot(complement),
            residuals.map((residual) => [residual]),
          ).map(([value = 0]) => value);
        });
        bellMcCaffrey(products, fitOf(products)).standardErrors.forEach((error, index) => {
          expect(error).toBeCloseTo(Math.sqrt(Math.max(0, variance[index]?.[index] ?? 0)), 5);
        });
      }),
      { numRuns: 40 },
    );
  });

  it("leaves out a column that others add up to, and the later one", () => {
    const people = Array.from({ length: 12 }, (_, index) => ({ x: [1, index % 3, index % 3 === 2 ? 1 : 0], y: index, cluster: index % 4 }));
    const doubled = people.map(({ x: [one = 1, baseline = 0], ...rest }) => ({ ...rest, x: [one, baseline, 2 * baseline + one] }));

    expect(independentColumns(productsFrom(people).total, 4, 3)).toEqual([0, 1, 2]);
    expect(independentColumns(productsFrom(doubled).total, 4, 3)).toEqual([0, 1]);
    expect(leastSquares(productsFrom(doubled))).toBeNull();
  });
});

describe("the random-intercept model", () => {
  it("has the restricted likelihood of the whole covariance matrix, and its optimum", () => {
    fc.assert(
      fc.property(services, (people) => {
        const fit = randomIntercept(interceptStatistics(productsFrom(people)));
        if (fit === null) return;
        const at = (ratio: number) => textbookCriterion(people, fit.sigma2, ratio);
        expect(fit.remlCriterion).toBeCloseTo(at(fit.theta ** 2), 5);
        for (const other of [0, fit.theta ** 2 * 0.9, fit.theta ** 2 * 1.1 + 0.01])
          expect(at(other)).toBeGreaterThanOrEqual(fit.remlCriterion - 1e-6);
      }),
      { numRuns: 30 },
    );
  });

  it("is least squares where there is no variance between clusters, with n − p degrees of freedom and no prediction", () => {
    fc.assert(
      fc.property(services, (people) => {
        const products = productsFrom(people);
        const statistics = interceptStatistics(products);
        const fit = randomIntercept(statistics);
        if (fit === null || fit.theta > 0) return;
        fit.beta.forEach((value, index) => {
          expect(value).toBeCloseTo(fitOf(products).beta[index] ?? Number.NaN, 8);
        });
        expect(satterthwaiteDf(statistics, fit, 2)).toBe(people.length - 3);
        expect(kenwardRoger(statistics, fit, 2)).toBeNull();
        expect(predictedIntercepts(products, fit).every((intercept) => intercept === 0)).toBe(true);
      }),
    );
  });

  it("is not fitted where every response is predicted without error", () => {
    const people = Array.from({ length: 20 }, (_, index) => ({ x: [1, index, index % 2], y: 3 * index + (index % 2), cluster: index % 4 }));
    expect(randomIntercept(interceptStatistics(productsFrom(people)))).toBeNull();
  });
});

// −2 restricted log-likelihood from V = σ²(I + ratio ZZ'), with determinants by elimination
function textbookCriterion(people: readonly Person[], sigma2: number, ratio: number): number {
  const v = people.map((a, i) => people.map((b, j) => sigma2 * ((i === j ? 1 : 0) + (a.cluster === b.cluster ? ratio : 0))));
  const x = people.map((p) => p.x);
  const inverse = invert(v);
  const information = multiply(multiply(transpose(x), inverse), x);
  const beta = multiply(
    invert(information),
    multiply(
      multiply(transpose(x), inverse),
      people.map((p) => [p.y]),
    ),
  );
  const residual = people.map((p) => [p.y - p.x.reduce((sum, value, j) => sum + value * (beta[j]?.[0] ?? 0), 0)]);
  const distance = multiply(multiply(transpose(residual), inverse), residual)[0]?.[0] ?? 0;
  const n = people.length - columns.length;
  return n * Math.log(2 * Math.PI) + logDeterminant(v) + logDeterminant(information) + distance;
}

function logDeterminant(matrix: Matrix): number {
  return Array.from(symmetricEigen(Float64Array.from(matrix.flat()), matrix.length).values).reduce(
    (sum, value) => sum + Math.log(value),
    0,
  );
}
