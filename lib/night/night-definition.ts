import type * as lambda from "aws-cdk-lib/aws-lambda";
import * as sfn from "aws-cdk-lib/aws-stepfunctions";
import type { Construct } from "constructs";
import { spread, step } from "./night-steps.ts";

/** The functions a night is made of. */
export type NightFunctions = {
  planNight: lambda.Function;
  refreshUnits: lambda.Function;
  rollUp: lambda.Function;
  planPages: lambda.Function;
  renderPages: lambda.Function;
  verifyGeneration: lambda.Function;
  publishGeneration: lambda.Function;
};

/** How many batches are refreshed, and how many rendered, side by side: enough to be done in minutes, few enough to leave room for the day's work. */
const refreshConcurrency = 20;
const renderConcurrency = 10;

/**
 * The steps of a night in their order. Nothing is left out when nothing changed: what is published depends on what is kept, not on what
 * this run has done, so that a night that broke off is finished by the next.
 */
export function nightDefinition(scope: Construct, functions: NightFunctions): sfn.IChainable {
  const gen = sfn.JsonPath.stringAt("$.gen");
  const key = sfn.JsonPath.stringAt("$.key");
  const rollUp = (name: string, level: string) =>
    step(scope, name, { function: functions.rollUp, payload: { gen, level }, resultPath: null });
  const steps = [
    step(scope, "PlanNight", { function: functions.planNight }),
    spread(scope, "RefreshUnits", {
      over: "$.batches",
      concurrency: refreshConcurrency,
      with: step(scope, "RefreshBatch", { function: functions.refreshUnits, payload: { gen, key } }),
    }),
    rollUp("RollUpPcn", "pcn"),
    rollUp("RollUpIcb", "icb"),
    rollUp("RollUpEngland", "england"),
    step(scope, "PlanPages", { function: functions.planPages, payload: { gen }, resultPath: "$.pages" }),
    spread(scope, "RenderPages", {
      over: "$.pages.batches",
      concurrency: renderConcurrency,
      with: step(scope, "RenderBatch", { function: functions.renderPages, payload: { gen, key } }),
    }),
    step(scope, "VerifyGeneration", { function: functions.verifyGeneration, payload: { gen }, resultPath: null }),
    step(scope, "PublishGeneration", { function: functions.publishGeneration, payload: { gen } }),
  ];
  const failed = new sfn.Fail(scope, "NightFailed", {
    error: "NightFailed",
    cause: "a step failed after its retries: nothing was published, and readers keep the last generation",
  });
  for (const each of steps) each.addCatch(failed, { resultPath: "$.failure" });
  return chained(steps);
}

function chained(steps: readonly (sfn.IChainable & sfn.INextable)[]): sfn.IChainable {
  return steps.slice(1).reduce((chain, next) => chain.next(next), sfn.Chain.start(steps[0] ?? nothing()));
}

function nothing(): never {
  throw new Error("a night has at least one step");
}
