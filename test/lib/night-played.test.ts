import { describe, expect, it } from "vitest";
import { FunctionError } from "../../local/function-pool.ts";
import { type Input, type NightFolder, nightMachine } from "../support/played-machine.ts";

const wholeNight: readonly NightFolder[] = [
  "plan-night",
  "refresh-units",
  "roll-up",
  "roll-up",
  "roll-up",
  "plan-pages",
  "plan-pages",
  "render-pages",
  "verify-generation",
  "verify-generation",
  "publish-generation",
  "collect-garbage",
  "write-lake",
];

describe("a night, played by the interpreter that the laptop uses", () => {
  it("hands every batch of the lists in the store to its function once, by its key, and ends with what was published", async () => {
    const { calls, result } = await played({ work: ["work/0.json", "work/1.json"] });

    expect(calls.filter(([name]) => ["refresh-units", "plan-pages", "render-pages", "verify-generation"].includes(name))).toEqual([
      ["refresh-units", { gen: 7, key: "work/0.json", correlationId }],
      ["refresh-units", { gen: 7, key: "work/1.json", correlationId }],
      ["plan-pages", { gen: 7, key: "planned/0.json", correlationId }],
      ["plan-pages", { gen: 7, correlationId }],
      ["render-pages", { gen: 7, key: "pages/0.json", correlationId }],
      ["verify-generation", { gen: 7, key: "checks/0.json", correlationId }],
      ["verify-generation", { gen: 7, correlationId }],
    ]);
    expect(calls.filter(([name]) => name === "roll-up").map(([, input]) => (input as { level: string }).level)).toEqual([
      "pcn",
      "icb",
      "england",
    ]);
    expect(result).toEqual({ gen: 7, published: true, correlationId });
  });

  it("goes straight to its end when there is nothing to do at any level and on any page", async () => {
    const { calls } = await played({ work: [], nothingToDo: true });

    expect(calls.map(([name]) => name)).toEqual(["plan-night", "publish-generation", "collect-garbage", "write-lake"]);
  });

  it("passes the scheduled time and a date given by hand to planning as they came", async () => {
    const { calls } = await played({ input: { civilDate: "2026-11-22" } });

    expect(calls[0]).toEqual(["plan-night", { civilDate: "2026-11-22" }]);
  });

  it("tries a step again while the stores are busy, and goes on from there", async () => {
    const { calls, result } = await played({ failing: { "plan-pages": ["Busy", "Busy"] } });

    expect(calls.filter(([name]) => name === "plan-pages")).toHaveLength(4);
    expect(result).toEqual({ gen: 7, published: true, correlationId });
  });

  it("tries a batch again on a fresh thread when the one that worked on it died", async () => {
    const { calls, result } = await played({ failing: { "render-pages": ["Runtime.ExitError"] } });

    expect(calls.filter(([name]) => name === "render-pages")).toHaveLength(2);
    expect(result).toEqual({ gen: 7, published: true, correlationId });
  });

  it("stops before anything is published when a generation must not be shown, and fails as the step that failed", async () => {
    const { calls, result } = await played({ failing: { "verify-generation": [null, "VerificationError"] } });

    expect(calls.map(([name]) => name)).toEqual(wholeNight.slice(0, -3));
    expect(result).toBe("VerificationError");
  });

  it("stops before anything is published when a single list of boards could not be checked", async () => {
    const { calls, result } = await played({ failing: { "verify-generation": ["Broken"] } });

    expect(calls.map(([name]) => name)).toEqual(wholeNight.slice(0, -4));
    expect(result).toBe("States.ExceedToleratedFailureThreshold");
  });

  it("finishes the other practices when one batch in ten fails, and stops where more do", async () => {
    const eleven = Array.from({ length: 11 }, (_, at) => `work/${at}.json`);
    const tolerated = await played({ work: eleven, failing: { "refresh-units": ["Broken"] } });
    const tooMany = await played({ work: eleven, failing: { "refresh-units": ["Broken", "Broken", "Broken"] } });

    expect(tolerated.calls.filter(([name]) => name === "refresh-units")).toHaveLength(11);
    expect(tolerated.calls.map(([name]) => name)).toContain("plan-pages");
    expect(tooMany.result).toBe("States.ExceedToleratedFailureThreshold");
    expect(tooMany.calls.map(([name]) => name)).not.toContain("plan-pages");
  });
});

const correlationId = "0f8fad5b-d9cb-469f-a165-70867728950e";

type Night = {
  work?: readonly string[];
  nothingToDo?: boolean;
  input?: Input;
  failing?: Partial<Record<NightFolder, (string | null)[]>>;
};

/** Runs a night with functions that answer as they are told, each failing with the errors named before it answers; `null` is an answer. */
async function played({
  work = ["work/0.json"],
  nothingToDo = false,
  input = { scheduledTime: "2026-11-22T03:15:00Z" },
  failing = {},
}: Night) {
  const lists: Record<string, readonly string[]> = {
    "runs/7/work.json": work,
    "runs/7/boards.json": ["planned/0.json"],
    "runs/7/pages.json": ["pages/0.json"],
    "runs/7/checks.json": ["checks/0.json"],
  };
  const answers: Partial<Record<NightFolder, Input>> = {
    "plan-night": { gen: 7, correlationId, nothingToDo },
    "publish-generation": { gen: 7, published: true, correlationId },
  };
  const calls: [name: NightFolder, input: Input][] = [];
  const invoke = async (name: NightFolder, given: Input) => {
    calls.push([name, given]);
    const failure = failing[name]?.shift();
    if (typeof failure === "string") throw new FunctionError(failure, "as told");
    return answers[name] ?? {};
  };
  const readObject = async (_bucket: string, key: string) => JSON.stringify((lists[key] ?? []).map((each) => ({ key: each })));
  const result = await nightMachine({ invoke, readObject })
    .run(input)
    .catch((error: Error) => error.name);
  return { calls, result };
}
