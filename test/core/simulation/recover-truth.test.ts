import { describe, expect, it } from "vitest";
import { type KnownService, knownServices, simulateKnown } from "../../../core/simulation/known-service.ts";
import { type Recovery, recoverTruth } from "../../../core/simulation/recover-truth.ts";

const services = 24;

function known(name: string): KnownService {
  const service = knownServices.find((one) => one.name.includes(name));
  if (service === undefined) throw new Error("the service is among those known");
  return service;
}

function recovered(name: string, among = services): Readonly<Record<string, Recovery>> {
  const few = { ...known(name), people: 360, practices: Math.min(20, known(name).practices) };
  return Object.fromEntries(recoverTruth(few, among, 7).map((recovery) => [recovery.method, recovery]));
}

const adjusted = ["ANCOVA, CR2", "mixed model", "inverse-probability weights", "overlap weights", "doubly robust"];

/** Whether a bias is within what chance leaves, at four of its errors. */
const isChance = ({ bias, biasError }: Recovery) => Math.abs(bias) < 4 * biasError;

function each(recoveries: Readonly<Record<string, Recovery>>): readonly Recovery[] {
  return adjusted.flatMap((method) => recoveries[method] ?? []);
}

describe("known truth, over many simulated services", () => {
  it("is found by every adjusted method where nothing happens, with few false alarms", () => {
    const found = each(recovered("nothing happens"));

    expect(found).toHaveLength(adjusted.length);
    for (const recovery of found) {
      expect(isChance(recovery), recovery.method).toBe(true);
      expect(recovery.rejected, recovery.method).toBeLessThan(0.25);
    }
  });

  it("is found by adjusting where the confounding is recorded, and missed without", () => {
    const all = recovered("confounded by what is recorded");

    for (const recovery of each(all)) expect(isChance(recovery), recovery.method).toBe(true);
    expect(all.unadjusted?.bias).toBeLessThan(-1);
  });

  it("is missed by every method where the confounding is not recorded: no adjusting replaces a design", () => {
    for (const recovery of each(recovered("confounded by what is not recorded"))) {
      expect(recovery.bias, recovery.method).toBeGreaterThan(1);
      expect(recovery.coverage, recovery.method).toBeLessThan(0.5);
    }
  });

  it("is missed in the nurses' favour where the worse off of theirs go missing: what the delta analysis is for", () => {
    for (const recovery of each(recovered("go missing"))) expect(recovery.bias, recovery.method).toBeLessThan(-0.5);
  });

  it("is found where nurse referrals do better, and told from nothing", () => {
    for (const recovery of each(recovered("2 points better"))) {
      expect(isChance(recovery), recovery.method).toBe(true);
      expect(recovery.rejected, recovery.method).toBeGreaterThan(0.8);
    }
  });

  it("is held by the CR2 interval in few practices that differ, where intervals for independent people fail", () => {
    const all = recovered("varies between 12 practices", 80);
    const [reduced = 0, plain = 1] = ["ANCOVA, CR2", "ANCOVA, people as independent"].map((method) => all[method]?.coverage ?? undefined);

    expect(reduced).toBeGreaterThan(0.95 - 4 * Math.sqrt((0.95 * 0.05) / 80));
    expect(reduced).toBeGreaterThan(plain + 0.05);
  });
});

describe("a service of known truth", () => {
  it("is the same for the same seed, and its truth is the effect that was put in", () => {
    const better = known("2 points better");

    expect(simulateKnown(better, 3)).toEqual(simulateKnown(better, 3));
    expect(simulateKnown(better, 3).csv).not.toBe(simulateKnown(better, 4).csv);
    expect(simulateKnown(better, 3).truth).toBeCloseTo(-2, 0);
    expect(simulateKnown(known("nothing happens"), 3).truth).toBeCloseTo(0, 12);
  });
});
