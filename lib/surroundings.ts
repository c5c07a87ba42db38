import type { RemovalPolicy } from "aws-cdk-lib";
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
