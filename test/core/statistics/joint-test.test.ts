import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bellMcCaffrey } from "../../../core/statistics/bell-mccaffrey.ts";
import { addProducts, type ClusterProducts, independentColumns, productsOf } from "../../../core/statistics/cluster-products.ts";
import { combinedProducts } from "../../../core/statistics/combined-products.ts";
import { holmAdjusted } from "../../../core/statistics/holm.ts";
import { interactedProducts } from "../../../core/statistics/interacted-products.ts";
import { jointTest } from "../../../core/statistics/joint-test.ts";
import { leastSquares } from "../../../core/statistics/least-squares.ts";
import { packedSize } from "../../../core/statistics/packed.ts";
import { studentTwoSided } from "../../../core/statistics/student-t.ts";
import { symmetricEigen } from "../../../core/statistics/symmetric-eigen.ts";
import { type Matrix, multiply, type Person, textbookFit, transpose } from "./regression-oracle.ts";

function productsFrom(people: readonly Person[], columns: readonly string[]): ClusterProducts {
  const q = columns.length + 1;
  const names = [...new Set(people.map(({ cluster }) => cluster))].sort((a, b) => a - b);
  const clusters = new Map(names.map((name) => [String(name), new Float64Array(packedSize(q))]));
  const places = Int32Array.from({ length: q }, (_, place) => place);
  for (const { x, y, cluster } of people)
    addProducts(clusters.get(String(cluster)) ?? new Float64Array(), q, { places, values: Float64Array.of(...x, y), used: q }, 1);
  return productsOf(columns, clusters);
}

const base = ["(Intercept)", "baseline", "nurse", "f1", "f2", "f3"];
const rPeople = Array.from({ length: 60 }, (_, i): Person => {
  const [b, nurse, f] = [(i * 11) % 23, Number((i * 5) % 3 === 0), (i * i + Math.floor(i / 7)) % 4];
  return { x: [1, b, nurse, ...[1, 2, 3].map((level) => Number(f === level))], y: (i * 7 + 3 * b + ((i * i) % 13)) % 27, cluster: i % 7 };
});
const timesNurse = ({ x, ...rest }: Person): Person => ({ ...rest, x: [...x, ...x.slice(3).map((value) => value * (x[2] ?? 0))] });

function withNurses(people: readonly Person[]) {
  const nurses = people.map((person) => (person.x[2] === 1 ? person : { ...person, x: person.x.map(() => 0), y: 0 }));
  return { everybody: productsFrom(people, base), treated: productsFrom(nurses, base) };
}

function fitOf(products: ClusterProducts) {
  const fit = leastSquares(products);
  if (fit === null) throw new Error("the service cannot be fitted");
  return fit;
}

const person = fc.record({
  x: fc.tuple(
    fc.constant(1),
    fc.integer({ min: 0, max: 9 }),
    fc.integer({ min: 0, max: 1 }),
    fc.integer({ min: 0, max: 1 }),
    fc.integer({ min: 0, max: 3 }),
    fc.integer({ min: 0, max: 2 }),
  ),
  y: fc.integer({ min: 0, max: 27 }),
  cluster: fc.integer({ min: 0, max: 7 }),
});
const services = fc.array(person, { minLength: 40, maxLength: 60 }).filter((people) => {
  const products = productsFrom(people, base);
  return products.clusters.length >= 6 && independentColumns(products.total, 7, 7).length === 7;
});

describe("a joint test of coefficients", () => {
  it("agrees with R: Wald_test(lm(y ~ b + nurse * f), constrain_zero(7:9), vcovCR(lm, cl, 'CR2'), test = 'HTZ')", () => {
    const products = interactedProducts(withNurses(rPeople), [3, 4, 5]);
    const found = jointTest(products, fitOf(products), [6, 7, 8]);

    expect(found?.f).toBeCloseTo(0.61268563496509443, 10);
    expect(found?.denominator).toBeCloseTo(1.977900229832724, 9);
    expect(found?.p).toBeCloseTo(0.66912006463088836, 10);
  });

  it("of one coefficient is the test of its CR2 error with Satterthwaite's degrees of freedom", () => {
    fc.assert(
      fc.property(services, (people) => {
        const products = productsFrom(people, base);
        const fit = fitOf(products);
        const { standardErrors, degreesOfFreedom } = bellMcCaffrey(products, fit);
        const found = jointTest(products, fit, [2]);
        const [error, df] = [standardErrors[2] ?? 0, degreesOfFreedom[2] ?? null];
        if (found === null || df === null || error === 0) return;
        expect(found.denominator / df).toBeCloseTo(1, 8);
        expect(found.p).toBeCloseTo(studentTwoSided((fit.beta[2] ?? 0) / error, df), 8);
      }),
      { numRuns: 40 },
    );
  });

  it("has the degrees of freedom of the quadratic forms in everybody's errors, and does not mind the order of the coefficients", () => {
    fc.assert(
      fc.property(services, (people) => {
        const products = productsFrom(people, base);
        const fit = fitOf(products);
        const found = jointTest(products, fit, [2, 4, 5]);
        if (found === null) return;
        expect((found.denominator + 2) / textbookNu(people, [2, 4, 5])).toBeCloseTo(1, 6);
        expect((jointTest(products, fit, [5, 2, 4])?.f ?? Number.NaN) / found.f).toBeCloseTo(1, 6);
      }),
      { numRuns: 15 },
    );
  });

  it("is none for no coefficients", () => {
    const products = productsFrom(rPeople, base);

    expect(jointTest(products, fitOf(products), [])).toBeNull();
  });
});

// q(q + 1) / Σ Var(d_st), with d_st = ε'B_st ε and B_st from whole matrices
function textbookNu(people: readonly Person[], columns: readonly number[]): number {
  const { bread, hat } = textbookFit(people);
  const x = people.map((p) => p.x);
  const remainder = hat.map((row, i) => row.map((value, j) => Number(i === j) - value));
  const root = power(
    columns.map((i) => columns.map((j) => bread[i]?.[j] ?? 0)),
    -0.5,
  );
  const contrasts = multiply(
    bread.map((row) => columns.map((column) => row[column] ?? 0)),
    root,
  );
  const rows = [...new Set(people.map((p) => p.cluster))].map((cluster) =>
    people.flatMap((p, index) => (p.cluster === cluster ? [index] : [])),
  );
  const vectors = rows.map((own) => {
    const block = own.map((i) => own.map((j) => remainder[i]?.[j] ?? 0));
    const adjusted = multiply(
      power(block, -0.5),
      own.map((i) => x[i] ?? []),
    );
    return multiply(transpose(own.map((i) => remainder[i] ?? [])), multiply(adjusted, contrasts));
  });
  let total = 0;
  for (const s of columns.keys())
    for (const t of columns.keys()) {
      const form = people.map((_, i) => people.map((__, j) => vectors.reduce((sum, v) => sum + (v[i]?.[s] ?? 0) * (v[j]?.[t] ?? 0), 0)));
      form.forEach((row, i) => {
        row.forEach((value, j) => {
          total += value * value + value * (form[j]?.[i] ?? 0);
        });
      });
    }
  return (columns.length * (columns.length + 1)) / total;
}

function power(matrix: Matrix, exponent: number): Matrix {
  const n = matrix.length;
  const { values, vectors } = symmetricEigen(Float64Array.from(matrix.flat()), n);
  const term = (k: number, i: number, j: number) => (vectors[k * n + i] ?? 0) * (vectors[k * n + j] ?? 0) * (values[k] ?? 0) ** exponent;
  return matrix.map((_, i) =>
    matrix.map((__, j) => Array.from(values).reduce((sum, value, k) => (value > 1e-9 ? sum + term(k, i, j) : sum), 0)),
  );
}

describe("cross-products with a treatment's interactions", () => {
  it("are those of the rows with the columns multiplied out", () => {
    const rows = productsFrom(rPeople.map(timesNurse), [...base, "nurse:f1", "nurse:f2", "nurse:f3"]);
    const found = interactedProducts(withNurses(rPeople), [3, 4, 5]);

    expect(found.columns).toEqual(rows.columns);
    expect(found.total).toEqual(rows.total);
    for (const cluster of rows.clusters.keys()) expect(found.at(cluster)).toEqual(rows.at(cluster));
  });
});

describe("cross-products of combined columns", () => {
  it("are those of the rows with the columns added up, R: crossprod(cbind(X %*% T, y))", () => {
    const weights = fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 }));
    fc.assert(
      fc.property(services, weights, (people, [a, b, c]) => {
        const dose = (x: readonly number[]) => a * (x[3] ?? 0) + b * (x[4] ?? 0) + c * (x[5] ?? 0);
        const rows = people.map((one) => ({ ...one, x: [1, one.x[2] ?? 0, dose(one.x)] }));
        const found = combinedProducts(productsFrom(people, base), [
          { name: "(Intercept)", parts: [[0, 1]] },
          { name: "nurse", parts: [[2, 1]] },
          {
            name: "dose",
            parts: [
              [3, a],
              [4, b],
              [5, c],
            ],
          },
        ]);
        const plain = (packed: Float64Array) => [...packed].map((value) => value + 0);
        expect(plain(found.total)).toEqual(plain(productsFrom(rows, ["(Intercept)", "nurse", "dose"]).total));
      }),
      { numRuns: 40 },
    );
  });
});

describe("Holm's adjustment", () => {
  it("agrees with R: p.adjust(c(0.01, 0.04, 0.03, 0.005), 'holm')", () => {
    const rounded = holmAdjusted([0.01, 0.04, 0.03, 0.005]).map((p) => Number(p?.toFixed(12)));

    expect(rounded).toEqual([0.03, 0.06, 0.06, 0.02]);
    expect(holmAdjusted([null, 0.2, null])).toEqual([null, 0.2, null]);
  });

  it("rejects at a level just what the step-down procedure does", () => {
    const tests = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(tests, fc.double({ min: 0.001, max: 0.5, noNaN: true }), (ps, level) => {
        const sorted = ps.toSorted((a, b) => a - b);
        const stopped = sorted.findIndex((p, rank) => p * (sorted.length - rank) > level);
        const rejected = stopped < 0 ? sorted.length : stopped;
        expect(holmAdjusted(ps).filter((p) => p !== null && p <= level)).toHaveLength(rejected);
      }),
    );
  });
});
