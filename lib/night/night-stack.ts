import { Stack, type StackProps } from "aws-cdk-lib";
import type * as sfn from "aws-cdk-lib/aws-stepfunctions";
import type { Construct } from "constructs";
import { dataEnvironment, dataPlaces } from "../data/data-places.ts";
import type { DataStack } from "../data/data-stack.ts";
import type { FunctionName } from "../functions.ts";
import { HeartenFunction } from "../hearten-function.ts";
import { tell } from "../outputs.ts";
import type { Surroundings } from "../surroundings.ts";
import { NightMachine } from "./night-machine.ts";
import { NightSchedule } from "./night-schedule.ts";
import { Operator } from "./operator.ts";

/** What turns the day's events into the next morning's reports. */
export class NightStack extends Stack {
  readonly machine: sfn.StateMachine;

  constructor(scope: Construct, id: string, props: StackProps & { surroundings: Surroundings; data: DataStack }) {
    super(scope, id, props);
    const { data } = props;
    const surroundings = { ...props.surroundings, logKey: data.operationsKey };
    const places = dataPlaces(data);
    const environment = { ...dataEnvironment(data), CODE_VERSION: surroundings.codeVersion };
    const make = (name: FunctionName) => new HeartenFunction(this, name, { surroundings, places, environment }).lambda;
    this.machine = new NightMachine(
      this,
      {
        planNight: make("plan-night"),
        refreshUnits: make("refresh-units"),
        rollUp: make("roll-up"),
        planPages: make("plan-pages"),
        renderPages: make("render-pages"),
        verifyGeneration: make("verify-generation"),
        publishGeneration: make("publish-generation"),
        collectGarbage: make("collect-garbage"),
        writeLake: make("write-lake"),
      },
      { surroundings, reports: data.reports },
    ).machine;
    new NightSchedule(this, this.machine);
    const reading = [make("inspect-night"), make("preview-night"), make("verify-statistics")];
    const operated = [...reading, make("roll-back"), make("withdraw-pack"), make("rebuild-statistics")];
    new Operator(this, { functions: operated, machine: this.machine });
    tell(this, { nightMachine: this.machine.stateMachineArn });
  }
}
