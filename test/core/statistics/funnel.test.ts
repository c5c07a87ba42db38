import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { binomialTails } from "../../../core/statistics/binomial.ts";
import { type Funnel, type FunnelPoint, funnel } from "../../../core/statistics/funnel.ts";

const seven: readonly FunnelPoint[] = [
  { x: 3, n: 10 },
  { x: 12, n: 25 },
  { x: 40, n: 60 },
  { x: 9, n: 40 },
  { x: 0, n: 5 },
  { x: 33, n: 80 },
  { x: 1, n: 1 },
];
const points = fc.array(
  fc.integer({ min: 1, max: 300 }).chain((n) => fc.record({ x: fc.integer({ min: 0, max: n }), n: fc.constant(n) })),
  { minLength: 5, maxLength: 40 },
);

function drawn(input: readonly FunnelPoint[]): Funnel {
  const result = funnel(input);
  if ("reason" in result) throw new Error(result.reason);
  return result;
}

describe("a funnel", () => {
  it('agrees with R: funnel() of conformance/reference.R, whose arcsine part equals FunnelPlotR(data_type = "PR")', () => {
    const result = drawn(seven);

    expect(result.target).toBeCloseTo(0.4434389140271493, 14);
    expect(result.phi).toBeCloseTo(2.302248087506518, 11);
    expect(result.tau2).toBeCloseTo(0.015120375027141256, 12);
    expect(result.phiP).toBeCloseTo(0.024079754336452486, 11);
    expect(result.limits.exactBinomial.upper998[0]).toBeCloseTo(0.8808666276944166, 10);
    expect(result.limits.additive.lower95[2]).toBeCloseTo(0.1716199436738241, 11);
    expect(result.arcsine.phi).toBeCloseTo(4.0440895516059845, 11);
    expect(result.arcsine.tau2).toBeCloseTo(0.03377779210971813, 12);
    expect(result.arcsine.limitsAdditive.upper998[3]).toBeCloseTo(0.9507357955791638, 11);
  });

  it("is the same practice by practice whatever their order", () => {
    fc.assert(
      fc.property(points, (input) => {
        const result = funnel(input);
        const reversed = funnel(input.toReversed());
        if ("reason" in result || "reason" in reversed) return expect(result).toEqual(reversed);
        expect(reversed.phi).toBeCloseTo(result.phi, 9);
        expect(reversed.z.toReversed()).toEqual(result.z);
      }),
    );
  });

  it("winsorises inwards and never lets multiplicative limits be narrower than plain ones", () => {
    fc.assert(
      fc.property(points, (input) => {
        const result = funnel(input);
        if ("reason" in result) return;
        expect(result.phi).toBeLessThanOrEqual(result.phiUnwinsorised + 1e-12);
        for (const [index, plain] of result.limits.normal.upper95.entries()) {
          expect(result.limits.multiplicative.upper95[index]).toBeGreaterThanOrEqual(plain);
          expect(result.limits.additive.upper95[index]).toBeGreaterThanOrEqual(plain);
        }
      }),
    );
  });

  it("interpolates exact limits between the two counts around the probability", () => {
    const result = drawn(seven);
    for (const [index, { n }] of seven.entries()) {
      const count = (result.limits.exactBinomial.upper95[index] ?? 0) * n;
      expect(binomialTails(Math.ceil(count), { n, p: result.target }).lower).toBeGreaterThanOrEqual(0.975);
      expect(binomialTails(Math.ceil(count) - 2, { n, p: result.target }).lower).toBeLessThan(0.975);
    }
  });

  it("is not drawn of four practices, nor where all or none improved: it says so", () => {
    expect(funnel(seven.slice(0, 4))).toEqual({ reason: "fewer than five organisations" });
    expect(funnel(seven.map(({ n }) => ({ x: 0, n })))).toHaveProperty("reason");
    expect(funnel(seven.map(({ n }) => ({ x: n, n })))).toHaveProperty("reason");
  });
});
