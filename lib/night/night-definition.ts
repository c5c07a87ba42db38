import type * as lambda from "aws-cdk-lib/aws-lambda";
import type * as s3 from "aws-cdk-lib/aws-s3";
import * as sfn from "aws-cdk-lib/aws-stepfunctions";
import type { Construct } from "constructs";
import { lists, prefixes } from "../../names.ts";
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
  collectGarbage: lambda.Function;
  writeLake: lambda.Function;
};

/** How many batches are refreshed, how many boards planned, and how many batches rendered and checked, side by side: enough to be done in minutes, few enough to leave room for the day's work. */
const refreshConcurrency = 20;
const planConcurrency = 8;
const renderConcurrency = 10;
const checkConcurrency = 8;

/**
 * Of a hundred batches to recompute, so many may fail before the others are left undone as well. Nothing is shown when any has: planning the pages refuses. But the
 * next night then has only those to do.
 */
const toleratedPercentage = 10;

/**
 * The steps of a night in their order. Only a night that has nothing at all to do, at no level and on no page, goes straight to its end: what is published depends on
 * what is kept, not on what this run has done, so that a night that broke off is finished by the next.
 *
 * A step that fails after its retries fails the night as itself and is caught by nothing: so an execution may be redriven from where it failed, and the map then
 * repeats the batches that failed and no others.
 */
export function nightDefinition(scope: Construct, functions: NightFunctions, reports: s3.IBucket): sfn.IChainable {
  const gen = sfn.JsonPath.stringAt("$.gen");
  const key = sfn.JsonPath.stringAt("$.key");
  const rollUp = (name: string, level: string) =>
    step(scope, name, { function: functions.rollUp, payload: { gen, level }, resultPath: null });
  const listed = (list: string) => ({ bucket: reports, key: sfn.JsonPath.format(`${prefixes.runs}{}/${list}`, gen) });
  const work = [
    spread(scope, "RefreshUnits", {
      over: listed(lists.work),
      concurrency: refreshConcurrency,
      toleratedPercentage,
      with: step(scope, "RefreshBatch", { function: functions.refreshUnits, payload: { gen, key } }),
    }),
    rollUp("RollUpPcn", "pcn"),
    rollUp("RollUpIcb", "icb"),
    rollUp("RollUpEngland", "england"),
    spread(scope, "PlanBoards", {
      over: listed(lists.boards),
      concurrency: planConcurrency,
      with: step(scope, "PlanBoard", { function: functions.planPages, payload: { gen, key } }),
    }),
    step(scope, "PlanPages", { function: functions.planPages, payload: { gen }, resultPath: null }),
    spread(scope, "RenderPages", {
      over: listed(lists.pages),
      concurrency: renderConcurrency,
      with: step(scope, "RenderBatch", { function: functions.renderPages, payload: { gen, key } }),
    }),
    spread(scope, "CheckBoards", {
      over: listed(lists.checks),
      concurrency: checkConcurrency,
      with: step(scope, "CheckBoard", { function: functions.verifyGeneration, payload: { gen, key } }),
    }),
    step(scope, "VerifyGeneration", { function: functions.verifyGeneration, payload: { gen }, resultPath: null }),
  ];
  const publish = step(scope, "PublishGeneration", { function: functions.publishGeneration, payload: { gen } });
  const collect = step(scope, "CollectGarbage", { function: functions.collectGarbage, payload: { gen }, resultPath: null });
  // Last, because no reader waits for it: the lake is for evaluators, and the next night makes good what this one leaves.
  publish.next(collect).next(step(scope, "WriteLake", { function: functions.writeLake, payload: { gen }, resultPath: null }));
  return step(scope, "PlanNight", { function: functions.planNight }).next(
    new sfn.Choice(scope, "AnythingToDo")
      .when(sfn.Condition.booleanEquals("$.nothingToDo", true), publish)
      .otherwise(chained(work).next(publish)),
  );
}

function chained(steps: readonly (sfn.IChainable & sfn.INextable)[]): sfn.INextable & sfn.IChainable {
  return steps.slice(1).reduce((chain, next) => chain.next(next), sfn.Chain.start(steps[0] ?? nothing()));
}

function nothing(): never {
  throw new Error("a night has at least one step");
}
