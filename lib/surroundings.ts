import type { RemovalPolicy } from "aws-cdk-lib";
import type { IKey } from "aws-cdk-lib/aws-kms";
import type { Code } from "aws-cdk-lib/aws-lambda";
import type { FunctionName } from "./functions.ts";
import type { Stage } from "./stages.ts";

/** What every stack is made with. */
export type Surroundings = {
  stage: Stage;
  removalPolicy: RemovalPolicy;
  /** The hash of the sources, which each generation carries. */
  codeVersion: string;
  /** Where the bundle of a function is. */
  codeOf: (name: FunctionName) => Code;
};

/** What everything is made with that writes a log: the key too that logs are encrypted under. */
export type Watched = Surroundings & { logKey: IKey };
