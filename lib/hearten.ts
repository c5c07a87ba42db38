import { type App, RemovalPolicy, Tags } from "aws-cdk-lib";
import { DataStack } from "./data/data-stack.ts";
import { EvaluatorsStack } from "./evaluators/evaluators-stack.ts";
import { IngestStack } from "./ingest/ingest-stack.ts";
import { NightStack } from "./night/night-stack.ts";
import { OperationsStack } from "./operations/operations-stack.ts";
import { ReportsStack } from "./reports/reports-stack.ts";
import { region, type Stage } from "./stages.ts";
import type { Surroundings } from "./surroundings.ts";

export type HeartenProps = { stage: Stage } & Pick<Surroundings, "codeOf" | "codeVersion">;

/** The stacks of one stage, each named by what it holds. Each knows only those above it. */
export function hearten(app: App, { stage, ...code }: HeartenProps): void {
  const surroundings: Surroundings = { stage, removalPolicy: stage.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY, ...code };
  const named = (holds: string) => `hearten-${stage.name}-${holds}`;
  const props = { env: { region }, terminationProtection: stage.keepsData, surroundings };
  const data = new DataStack(app, named("data"), { ...props, description: "Hearten: what must outlive a deployment" });
  const ingest = new IngestStack(app, named("ingest"), { ...props, data, description: "Hearten: takes submissions in" });
  const night = new NightStack(app, named("night"), { ...props, data, description: "Hearten: turns events into reports" });
  const reports = new ReportsStack(app, named("reports"), {
    ...props,
    data,
    ingest,
    description: "Hearten: reports, sign-in and the address of the API",
  });
  new EvaluatorsStack(app, named("evaluators"), { ...props, data, description: "Hearten: answers evaluators in SQL" });
  const watching = { data, ingest, night, reports };
  new OperationsStack(app, named("operations"), { ...props, ...watching, description: "Hearten: says how the service is" });
  Tags.of(app).add("service", "hearten");
  Tags.of(app).add("stage", stage.name);
}
