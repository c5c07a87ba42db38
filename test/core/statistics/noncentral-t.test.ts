import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { noncentralityInterval, noncentralTails } from "../../../core/statistics/noncentral-t.ts";
import { studentTails } from "../../../core/statistics/student-t.ts";
import { expectClose, golden } from "./golden.ts";

const point = fc.record({
  t: fc.double({ min: -20, max: 20, noNaN: true }),
  df: fc.integer({ min: 1, max: 3000 }),
  ncp: fc.double({ min: -20, max: 20, noNaN: true }),
});

describe("the noncentral t", () => {
  it("agrees with R: pt(t, df, ncp)", () => {
    for (const [t = 0, df = 1, ncp = 0, lower = 0] of golden("noncentral_t")) {
      expectClose(noncentralTails(t, { df, ncp }).lower, lower, 1e-7, `t ${t} df ${df} ncp ${ncp}`);
    }
  });

  it("is Student's t where there is no noncentrality", () => {
    fc.assert(
      fc.property(point, ({ t, df }) => {
        expect(noncentralTails(t, { df, ncp: 0 }).lower).toBeCloseTo(studentTails(t, df).lower, 11);
      }),
    );
  });

  it("is its own mirror: P(T ≤ t) with ncp is P(T > −t) with −ncp", () => {
    fc.assert(
      fc.property(point, ({ t, df, ncp }) => {
        const [here, there] = [noncentralTails(t, { df, ncp }), noncentralTails(-t, { df, ncp: -ncp })];
        expect(here.lower).toBeCloseTo(there.upper, 12);
        expect(here.lower + here.upper).toBeCloseTo(1, 12);
      }),
    );
  });

  it("gives an interval whose ends have 97.5% and 2.5% below t, far out too", () => {
    fc.assert(
      fc.property(fc.double({ min: -200, max: 200, noNaN: true }), fc.integer({ min: 2, max: 100_000 }), (t, df) => {
        const [lower, upper] = noncentralityInterval(t, df);
        expect(lower).toBeLessThan(upper);
        expect(noncentralTails(t, { df, ncp: lower }).lower).toBeCloseTo(0.975, 9);
        expect(noncentralTails(t, { df, ncp: upper }).lower).toBeCloseTo(0.025, 9);
      }),
      { numRuns: 40 },
    );
  });

  it("gives the interval of R: uniroot on pt(-2.984440079997103, 11, ncp)", () => {
    const [lower, upper] = noncentralityInterval(-2.9844400799971034, 11);
    expect(lower / Math.sqrt(12)).toBeCloseTo(-1.5159813639209794, 10);
    expect(upper / Math.sqrt(12)).toBeCloseTo(-0.17942745748925154, 10);
  });
});
