import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import * as z from "zod";
import { stages } from "../../lib/stages.ts";
import { startFunctions } from "../../local/functions.ts";
import { localMachine } from "../../local/state-machine.ts";
import { only, synthesized } from "../lib/synthesized.ts";
import { appOf, bundledFunction } from "./support/bundle.ts";
import { scratchDirectory } from "./support/scratch.ts";

const night = z
  .object({ States: z.record(z.string(), z.looseObject({})) })
  .parse(JSON.parse(String(only(await synthesized(stages.test), "AWS::StepFunctions::StateMachine").properties.DefinitionString)));

/** The night's own map over pages to draw, with its own retries but without their waits, over one function that is given. */
function renderingWith(source: string, batches: readonly string[]) {
  const directory = scratchDirectory();
  const lambda = bundledFunction(directory, "render-pages", source, { MemorySize: 64, Environment: { Variables: { MARKS: directory } } });
  const functions = startFunctions({ app: appOf(lambda), surroundings: {}, replaced: {}, logs: join(directory, "logs") });
  onTestFinished(() => functions.stop());
  const { Next: _next, ResultPath: _let, ...rendering } = night.States.RenderPages ?? {};
  const text = JSON.stringify({ StartAt: "RenderPages", States: { RenderPages: { ...rendering, End: true } } })
    .replaceAll("renderpagesfunction.Arn", lambda.attributes.Arn ?? "")
    .replaceAll(/"IntervalSeconds":\d+/g, '"IntervalSeconds":0');
  const place = { type: "AWS::StepFunctions::StateMachine", id: "M", stack: "s", directory: ".", metadata: {}, attributes: {} };
  const machine = localMachine({ ...place, name: "m", ref: "arn:m", properties: { DefinitionString: text } }, functions, {
    policy: [{ effect: "Allow", actions: ["*"], resources: ["*"], conditions: {} }],
    readObject: async () => JSON.stringify(batches.map((key) => ({ key }))),
  });
  return { directory, run: () => machine.run({ gen: 7, correlationId: "night" }) };
}

/** A function that dies so the first time it meets a batch called `deadly`, and draws it the second time. */
const dyingOnce = (death: string) => `
  import { existsSync, writeFileSync } from "node:fs";
  import { join } from "node:path";
  export const handler = async ({ key }) => {
    const mark = join(process.env.MARKS, "died");
    if (key === "deadly" && !existsSync(mark)) { writeFileSync(mark, ""); ${death} }
    return { drawn: key };
  };`;

it.each([
  ["is killed", "process.exit(9);"],
  ["runs out of memory", "const all = []; for (;;) all.push(new Array(100_000).fill(Math.random()));"],
  ["throws where nobody catches it", 'setTimeout(() => { throw new Error("astray"); }); await new Promise(() => undefined);'],
])(
  "a run survives a worker that %s: the batch is drawn again by a fresh one, the others are drawn once",
  async (_how, death) => {
    const { directory, run } = renderingWith(dyingOnce(death), ["a", "deadly", "b"]);

    expect(await run()).toEqual([{ drawn: "a" }, { drawn: "deadly" }, { drawn: "b" }]);
    expect(existsSync(join(directory, "died"))).toBe(true);
    // the log is a file that is written to beside the run, and may be a moment behind it
    await expect
      .poll(() => readFileSync(join(directory, "logs", "render-pages.log"), "utf8"), { timeout: 10_000 })
      .toContain("Runtime.ExitError");
  },
  120_000,
);

it("a batch that kills every worker is given up after six more, and the run fails without a flip", async () => {
  const source = `
    import { appendFileSync } from "node:fs";
    import { join } from "node:path";
    export const handler = async () => { appendFileSync(join(process.env.MARKS, "deaths"), "."); process.exit(9); };`;
  const { directory, run } = renderingWith(source, ["deadly"]);

  await expect(run()).rejects.toMatchObject({ name: "States.ExceedToleratedFailureThreshold" });
  expect(readFileSync(join(directory, "deaths"), "utf8")).toHaveLength(7);
}, 120_000);
