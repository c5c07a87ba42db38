import { Aws, CfnOutput } from "aws-cdk-lib";
import * as apigateway from "aws-cdk-lib/aws-apigateway";
import type * as lambda from "aws-cdk-lib/aws-lambda";
import * as logs from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { region } from "../stages.ts";
import type { Surroundings } from "../surroundings.ts";
import { accessLine } from "./access-line.ts";
import { answerInKind } from "./gateway-answers.ts";
import { ownDomain } from "./own-domain.ts";

export type Route = { method: "GET" | "POST"; path: string; to: lambda.Function };

const apiStage = "hearten";

/** The one address that suppliers send to and readers read from. */
export class FrontDoor extends Construct {
  readonly api: apigateway.RestApi;
  readonly url: string;

  constructor(scope: Construct, { stage, removalPolicy }: Surroundings) {
    super(scope, "front-door");
    const accessLog = new logs.LogGroup(this, "access-log", { retention: stage.logRetentionDays, removalPolicy });
    this.api = new apigateway.RestApi(this, "api", {
      restApiName: `hearten-${stage.name}`,
      endpointTypes: [apigateway.EndpointType.REGIONAL],
      // Every body arrives as the bytes that were sent, whatever its encoding: the functions decode, not the gateway.
      binaryMediaTypes: ["*/*"],
      disableExecuteApiEndpoint: stage.domain !== undefined,
      cloudWatchRole: true,
      cloudWatchRoleRemovalPolicy: removalPolicy,
      deployOptions: {
        stageName: apiStage,
        throttlingRateLimit: stage.requestsPerSecond,
        throttlingBurstLimit: stage.burst,
        tracingEnabled: true,
        loggingLevel: apigateway.MethodLoggingLevel.ERROR,
        dataTraceEnabled: false,
        accessLogDestination: new apigateway.LogGroupLogDestination(accessLog),
        accessLogFormat: accessLine,
      },
      ...ownDomain(this, stage),
    });
    answerInKind(this.api);
    this.url =
      stage.domain === undefined
        ? `https://${this.api.restApiId}.execute-api.${region}.${Aws.URL_SUFFIX}/${apiStage}`
        : `https://${stage.domain.name}`;
    new CfnOutput(this, "public-url", { value: this.url, description: "Where suppliers send to and readers read from" });
  }

  /** Sends one method of one path to one function. */
  open({ method, path, to }: Route): void {
    this.api.root.resourceForPath(path).addMethod(method, new apigateway.LambdaIntegration(to, { allowTestInvoke: false }));
  }
}
