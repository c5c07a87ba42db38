import { describe, expect, it } from "vitest";
import { readDeployment } from "../../core/instruments/deployed.ts";
import { instruments } from "../../core/instruments/registry.ts";

const read = (file: unknown) => readDeployment(instruments, JSON.stringify(file));

describe("what a deployer declares about charts over time", () => {
  it("is what is aimed for by outcome, and months with a reason from which limits are set anew", () => {
    const charts = { aims: { anxiety: 50 }, rebases: [{ place: "QX1", month: "2026-01", reason: "scores by text message" }] };
    const found = read({ charts });

    expect(found.ok ? found.value.charts : null).toEqual(charts);
    expect(read({}).ok).toBe(true);
    const none = read({});
    expect(none.ok ? none.value.charts : null).toBeUndefined();
  });

  it("is refused without a reason, for no month, for no outcome, and outside 0 to 100 per cent", () => {
    expect(read({ charts: { rebases: [{ month: "2026-01" }] } }).ok).toBe(false);
    expect(read({ charts: { rebases: [{ month: "2026-13", reason: "scores by text message" }] } }).ok).toBe(false);
    expect(read({ charts: { aims: { happiness: 50 } } }).ok).toBe(false);
    expect(read({ charts: { aims: { anxiety: 101 } } }).ok).toBe(false);
  });
});
