import { describe, expect, it } from "vitest";
import { stageNamed, stages } from "../../lib/stages.ts";
import { ofType, synthesized } from "./synthesized.ts";

const test = await synthesized(stages.test);
const production = await synthesized(stages.production);

describe("the stages", () => {
  it("are found by name, and an unknown one is told which there are", () => {
    expect(stageNamed("production")).toBe(stages.production);
    expect(() => stageNamed("prod")).toThrow("stage must be one of test, production");
  });

  it("hold the same things, but for the clients of their suppliers", () => {
    const held = (from: typeof test) =>
      from.filter(({ type, stack }) => type !== "AWS::Cognito::UserPoolClient" || stack.endsWith("reports")).map(({ type }) => type);

    expect(held(production)).toEqual(held(test));
  });

  it("lie in London and name no other place", () => {
    const regions = JSON.stringify([...test, ...production]).match(/\b(?:af|ap|ca|eu|il|me|mx|sa|us)-(?:[a-z]+-)+\d\b/g);

    expect(new Set(regions)).toEqual(new Set(["eu-west-2"]));
  });

  it("lose no data and no log in production, and keep logs there longer", () => {
    const retentions = (from: typeof test) =>
      new Set(ofType(from, "AWS::Logs::LogGroup").map(({ properties }) => properties.RetentionInDays));

    expect(production.filter(({ deletionPolicy }) => deletionPolicy === "Delete").map(({ type }) => type)).toEqual([
      "AWS::StepFunctions::StateMachine",
    ]);
    expect(retentions(production)).toEqual(new Set([90]));
    expect(retentions(test)).toEqual(new Set([30]));
  });
});
