import { CfnOutput, type Stack } from "aws-cdk-lib";
import { outputs } from "../names.ts";

/** Says what a stack holds under the names that the command line looks for. */
export function tell(stack: Stack, values: Partial<Record<keyof typeof outputs, string>>): void {
  for (const [name, value] of Object.entries(values)) new CfnOutput(stack, outputs[name as keyof typeof outputs], { value });
}
