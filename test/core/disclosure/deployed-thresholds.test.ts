import { describe, expect, it } from "vitest";
import { disclosePlace } from "../../../core/disclosure/disclose-place.ts";
import { profileOf } from "../../../core/disclosure/profile.ts";
import { readDeployment } from "../../../core/instruments/deployed.ts";
import { instruments } from "../../../core/instruments/registry.ts";
import { inventedPlace, inventedStatistic } from "../../support/invented-place.ts";
import { ownDeployment } from "../../support/own-deployment.ts";

const read = readDeployment(instruments, JSON.stringify(ownDeployment()));
const deployed = read.ok ? read.value.instruments : expect.unreachable();

describe("a deployer's threshold", () => {
  it("is what the pages count cases by and name as their source", () => {
    const place = inventedPlace("england", inventedStatistic(3000, 42));
    const report = (registry = instruments) => disclosePlace(place, profileOf("england"), registry);
    const loneliness = ({ outcomes }: ReturnType<typeof report>) =>
      outcomes.find(({ outcome }) => outcome === "loneliness") ?? expect.unreachable();
    const casesOf = (of: ReturnType<typeof report>) => {
      const { cases } = loneliness(of).reliable.recovered;
      return cases.kind === "value" ? cases.value : expect.unreachable();
    };

    expect(loneliness(report()).measure.caseness).toBe(6);
    expect(loneliness(report(deployed)).measure).toMatchObject({
      caseness: 5,
      casenessRule: { when: "at-or-above", value: 5, meaning: "lonely here" },
    });
    expect(loneliness(report(deployed)).measure.sources).toContainEqual({
      of: "caseness",
      source: "local agreement 2026",
      isConfirmed: expect.any(Boolean),
    });
    expect(casesOf(report(deployed))).toBeGreaterThan(casesOf(report()));
  });
});
