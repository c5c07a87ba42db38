import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { betaQuantile, betaTails } from "../../../core/statistics/beta.ts";
import { binomialDensity, binomialQuantile, binomialTails } from "../../../core/statistics/binomial.ts";
import { chiSquaredQuantile, chiSquaredTails } from "../../../core/statistics/chi-squared.ts";
import { fQuantile, fTails } from "../../../core/statistics/f.ts";
import { normalCdf, normalQuantile, normalTails } from "../../../core/statistics/normal.ts";
import { logGamma } from "../../../core/statistics/stirling-error.ts";
import { studentCdf, studentQuantile, studentTails, studentTwoSided } from "../../../core/statistics/student-t.ts";
import type { Tails } from "../../../core/statistics/tails.ts";
import { expectClose, golden } from "./golden.ts";

function expectTails({ lower, upper }: Tails, [below = 0, above = 0]: readonly number[], tolerance: number, what: string): void {
  expectClose(lower, below, tolerance, `${what} lower`);
  expectClose(upper, above, tolerance, `${what} upper`);
}

describe("distributions agree with R over the tails", () => {
  it("pnorm(x) and pnorm(x, lower.tail = FALSE)", () => {
    for (const [x = 0, ...tails] of golden("normal")) expectTails(normalTails(x), tails, 1e-13, `x ${x}`);
  });

  it("qnorm(p)", () => {
    for (const [p = 0, x = 0] of golden("normal_quantile")) expectClose(normalQuantile(p), x, 1e-14, `p ${p}`);
  });

  it("pt(t, df) and its upper tail", () => {
    for (const [t = 0, df = 1, ...tails] of golden("student")) expectTails(studentTails(t, df), tails, 2e-10, `t ${t} df ${df}`);
  });

  it("qt(p, df)", () => {
    for (const [p = 0, df = 1, t = 0] of golden("student_quantile")) expectClose(studentQuantile(p, df), t, 2e-10, `p ${p} df ${df}`);
  });

  it("pchisq(x, df) and its upper tail", () => {
    for (const [x = 0, df = 1, ...tails] of golden("chisq")) expectTails(chiSquaredTails(x, df), tails, 1e-11, `x ${x} df ${df}`);
  });

  it("qchisq(p, df)", () => {
    for (const [p = 0, df = 1, x = 0] of golden("chisq_quantile")) expectClose(chiSquaredQuantile(p, df), x, 1e-11, `p ${p} df ${df}`);
  });

  it("pbeta(x, a, b) and its upper tail", () => {
    for (const [x = 0, a = 1, b = 1, ...tails] of golden("beta")) expectTails(betaTails(x, { a, b }), tails, 1e-10, `x ${x} a ${a} b ${b}`);
  });

  it("qbeta(p, a, b)", () => {
    for (const [p = 0, a = 1, b = 1, x = 0] of golden("beta_quantile"))
      expectClose(betaQuantile(p, { a, b }), x, 1e-8, `p ${p} a ${a} b ${b}`);
  });

  it("pf(x, df1, df2) and its upper tail", () => {
    for (const [x = 0, numerator = 1, denominator = 1, ...tails] of golden("f")) {
      expectTails(fTails(x, { numerator, denominator }), tails, 1e-11, `x ${x} df ${numerator}, ${denominator}`);
    }
  });

  it("qf(p, df1, df2)", () => {
    for (const [p = 0, numerator = 1, denominator = 1, x = 0] of golden("f_quantile")) {
      expectClose(fQuantile(p, { numerator, denominator }), x, 1e-8, `p ${p} df ${numerator}, ${denominator}`);
    }
  });

  it("dbinom(k, n, p), pbinom(k, n, p) and its upper tail", () => {
    for (const [k = 0, n = 1, p = 0, density = 0, ...tails] of golden("binomial")) {
      if (density > 1e-290) expectClose(binomialDensity(k, { n, p }), density, 1e-11, `k ${k} n ${n} p ${p}`);
      if ((tails[0] ?? 0) > 1e-290) expectClose(binomialTails(k, { n, p }).lower, tails[0] ?? 0, 1e-11, `k ${k} n ${n} p ${p} lower`);
      if ((tails[1] ?? 0) > 1e-290) expectClose(binomialTails(k, { n, p }).upper, tails[1] ?? 0, 1e-11, `k ${k} n ${n} p ${p} upper`);
    }
  });

  it("qbinom(q, n, p)", () => {
    for (const [q = 0, n = 1, p = 0, k = 0] of golden("binomial_quantile"))
      expect(binomialQuantile(q, { n, p }), `q ${q} n ${n} p ${p}`).toBe(k + 0);
  });

  it("lgamma(x)", () => {
    for (const [x = 1, value = 0] of golden("lgamma")) expect(Math.abs(logGamma(x) - value)).toBeLessThan(1e-13 * (1 + Math.abs(value)));
  });
});

const probability = fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true });
const degrees = fc.double({ min: 1, max: 2000, noNaN: true });

describe("distributions keep their laws", () => {
  it("the two tails add up to one, and mirrored points swap them", () => {
    fc.assert(
      fc.property(fc.double({ min: -30, max: 30, noNaN: true }), degrees, (t, df) => {
        const [here, there] = [studentTails(t, df), studentTails(-t, df)];
        expect(here.lower + here.upper).toBeCloseTo(1, 14);
        expect(here.lower).toBe(there.upper);
        expect(normalTails(t).lower).toBe(normalTails(-t).upper);
      }),
    );
  });

  it("a quantile is the point at which the distribution reaches its probability", () => {
    fc.assert(
      fc.property(probability, degrees, (p, df) => {
        expect(normalCdf(normalQuantile(p))).toBeCloseTo(p, 13);
        expect(studentCdf(studentQuantile(p, df), df)).toBeCloseTo(p, 11);
        expect(chiSquaredTails(chiSquaredQuantile(p, df), df).lower).toBeCloseTo(p, 11);
        expect(fTails(fQuantile(p, { numerator: df, denominator: 9 }), { numerator: df, denominator: 9 }).lower).toBeCloseTo(p, 10);
      }),
    );
  });

  it("t squared is F with one degree in the numerator, and chi-squared with one degree is a squared normal", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 20, noNaN: true }), degrees, (t, df) => {
        expect(studentTwoSided(t, df)).toBeCloseTo(fTails(t * t, { numerator: 1, denominator: df }).upper, 12);
        expect(chiSquaredTails(t * t, 1).upper).toBeCloseTo(2 * normalTails(t).upper, 13);
      }),
    );
  });

  it("a beta with whole shapes is a binomial sum, term by term", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 0, max: 39 }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (n, k, p) => {
          if (k >= n) return;
          let sum = 0;
          for (let i = 0; i <= k; i++) sum += binomialDensity(i, { n, p });
          expect(binomialTails(k, { n, p }).lower).toBeCloseTo(sum, 12);
        },
      ),
    );
  });

  it("what has no probability has no quantile", () => {
    expect([normalQuantile(-0.1), studentQuantile(1.1, 3), betaQuantile(Number.NaN, { a: 1, b: 1 })]).toEqual([
      Number.NaN,
      Number.NaN,
      Number.NaN,
    ]);
    expect([normalQuantile(0), normalQuantile(1), chiSquaredQuantile(0, 3)]).toEqual([
      Number.NEGATIVE_INFINITY,
      Number.POSITIVE_INFINITY,
      0,
    ]);
  });
});
