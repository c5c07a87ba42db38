import { describe, expect, it } from "vitest";
import { readDeployment } from "../../../core/instruments/deployed.ts";
import { instruments, type Registry } from "../../../core/instruments/registry.ts";
import { rebuild } from "../../../core/night/rebuild.ts";
import type { RepairStore, Summary } from "../../../core/ports/repair.ts";
import { referral, survey } from "../../support/kept-events.ts";
import { ownDeployment } from "../../support/own-deployment.ts";

const read = readDeployment(instruments, JSON.stringify(ownDeployment()));
const deployed = read.ok ? read.value.instruments : expect.unreachable();

/** A store with one referral and one survey of a deployer's own instrument, which remembers the summaries that are put into it. */
function storeTwin(): { readonly store: RepairStore; readonly summaries: () => readonly Summary[] } {
  const summaries = new Map<string, Summary>();
  const events = [referral(), survey("s1", 7, "2026-03-04", { instrument: "local-4" })];
  const store: RepairStore = {
    contents: async () => ({ summaries: [...summaries.values()], statistics: [], lists: [], standings: [] }),
    async *episodes() {
      yield { key: { practice: "A81001", refKey: "r" }, version: 1, events, people: ["p"], isLeftOut: false };
    },
    relist: async () => false,
    index: async () => undefined,
    relistWaiting: async () => 0,
    unlist: async () => {},
    replaceSummary: async (_was, summary) => {
      if (summary !== null) summaries.set(summary.refKey, summary);
    },
    removeStatistic: async () => undefined,
    mark: async () => undefined,
  };
  return { store, summaries: () => [...summaries.values()] };
}

const startedAt = "2026-06-11T10:00:00.000Z";

describe("a rebuild with a deployer's instruments", () => {
  it("counts what was kept of them, and again whatever a changed file makes of it", async () => {
    const { store, summaries } = storeTwin();
    const outcomesAfter = async (registry?: Registry) => {
      const { summariesWritten } = await rebuild(store, startedAt, registry);
      return { summariesWritten, outcomes: summaries().map(({ body }) => JSON.parse(body).outcomes) };
    };

    expect(await outcomesAfter(deployed)).toEqual({
      summariesWritten: 1,
      outcomes: [{ "local-4": { baseline: 7, days: null, dueMonth: "2026-06", followUp: null } }],
    });
    expect(await outcomesAfter(deployed)).toMatchObject({ summariesWritten: 0 });
    expect(await outcomesAfter()).toEqual({ summariesWritten: 1, outcomes: [{}] });
  });
});
