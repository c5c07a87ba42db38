import { Duration } from "aws-cdk-lib";
import * as iam from "aws-cdk-lib/aws-iam";
import * as lambda from "aws-cdk-lib/aws-lambda";
import * as logs from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import type { FunctionDeclaration } from "./function-grants.ts";
import { declarationOf, type FunctionName } from "./functions.ts";
import { statementsFor } from "./grant-statements.ts";
import type { Environment, EnvironmentKey, Places } from "./places.ts";
import type { Watched } from "./surroundings.ts";

export type HeartenFunctionProps = { surroundings: Watched; places: Places; environment: Environment };

/** One function of the declaration: its folder's bundle, exactly the variables it is declared with, and a role of its own. */
export class HeartenFunction extends Construct {
  readonly lambda: lambda.Function;

  constructor(scope: Construct, name: FunctionName, props: HeartenFunctionProps) {
    super(scope, name);
    const declared = declarationOf(name);
    const { surroundings, places, environment } = props;
    const logGroup = new logs.LogGroup(this, "logs", {
      retention: surroundings.stage.logRetentionDays,
      encryptionKey: surroundings.logKey,
      removalPolicy: surroundings.removalPolicy,
    });
    const role = new iam.Role(this, "role", { assumedBy: new iam.ServicePrincipal("lambda.amazonaws.com") });
    const policy = new iam.ManagedPolicy(this, "policy", {
      roles: [role],
      statements: statementsFor(declared.grants, { places, logGroupArn: logGroup.logGroupArn }),
    });
    this.lambda = new lambda.Function(this, "function", {
      description: `functions/${name}`,
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      handler: "index.handler",
      code: surroundings.codeOf(name),
      memorySize: declared.memoryMb,
      timeout: Duration.seconds(declared.timeoutSeconds),
      reservedConcurrentExecutions: declared.atOnce,
      environment: chosen(name, declared, environment),
      tracing: lambda.Tracing.ACTIVE,
      // What the role may do is the policy above: nothing that the library would add by itself.
      role: role.withoutPolicyUpdates(),
      logGroup,
    });
    this.lambda.node.addDependency(policy);
  }
}

/** The declared variables out of those the stack can give; a declared one that it cannot give is a mistake in the stack. */
function chosen(name: FunctionName, { env }: FunctionDeclaration, given: Environment): Record<string, string> {
  return Object.fromEntries(env.map((key: EnvironmentKey) => [key, given[key] ?? missing(name, key)]));
}

function missing(name: FunctionName, key: EnvironmentKey): never {
  throw new Error(`${name} is declared with ${key}, which its stack does not give`);
}
