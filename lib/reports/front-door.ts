import { Aws, CfnOutput } from "aws-cdk-lib";
import * as apigateway from "aws-cdk-lib/aws-apigateway";
import type * as lambda from "aws-cdk-lib/aws-lambda";
import * as logs from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { region } from "../stages.ts";
import type { Watched } from "../surroundings.ts";
import { accessLine } from "./access-line.ts";
import { Firewall } from "./firewall.ts";
import { answerInKind } from "./gateway-answers.ts";
import { type DoorName, ownDomain } from "./own-domain.ts";

export type Route = { method: "GET" | "POST"; path: string; to: lambda.Function };
export type FrontDoorProps = { surroundings: Watched; domain: DoorName | undefined; says: string };

const apiStage = "hearten";

/** An address that requests come to: over TLS, behind a firewall, throttled, each noted by its route alone. */
export class FrontDoor extends Construct {
  readonly api: apigateway.RestApi;
  readonly url: string;
  readonly name: string;

  constructor(scope: Construct, id: "front-door" | "supplier-door", { surroundings, domain, says }: FrontDoorProps) {
    super(scope, id);
    const { stage, removalPolicy, logKey } = surroundings;
    this.name = id === "front-door" ? `hearten-${stage.name}` : `hearten-${stage.name}-suppliers`;
    const log = new logs.LogGroup(this, "access-log", { retention: stage.logRetentionDays, encryptionKey: logKey, removalPolicy });
    this.api = new apigateway.RestApi(this, "api", {
      restApiName: this.name,
      endpointTypes: [apigateway.EndpointType.REGIONAL],
      // Every body arrives as the bytes that were sent, whatever its encoding: the functions decode, not the gateway.
      binaryMediaTypes: ["*/*"],
      // Whoever could still come by API Gateway's own address would pass by the certificates that the name asks for.
      disableExecuteApiEndpoint: domain !== undefined,
      // The role with which API Gateway writes its logs is one for the whole account.
      cloudWatchRole: id === "front-door",
      ...(id === "front-door" ? { cloudWatchRoleRemovalPolicy: removalPolicy } : {}),
      deployOptions: { ...deployed, ...throttled(surroundings), accessLogDestination: new apigateway.LogGroupLogDestination(log) },
      ...ownDomain(this, domain),
    });
    answerInKind(this.api);
    new Firewall(this, this, surroundings);
    const ownAddress = `https://${this.api.restApiId}.execute-api.${region}.${Aws.URL_SUFFIX}/${apiStage}`;
    this.url = domain === undefined ? ownAddress : `https://${domain.name}`;
    new CfnOutput(this, "public-url", { value: this.url, description: says });
  }

  /** Sends one method of one path to one function. */
  open({ method, path, to }: Route): void {
    this.api.root.resourceForPath(path).addMethod(method, new apigateway.LambdaIntegration(to, { allowTestInvoke: false }));
  }
}

const deployed = {
  stageName: apiStage,
  tracingEnabled: true,
  loggingLevel: apigateway.MethodLoggingLevel.ERROR,
  dataTraceEnabled: false,
  metricsEnabled: true,
  accessLogFormat: accessLine,
} satisfies apigateway.StageOptions;

function throttled({ stage }: Watched): apigateway.StageOptions {
  return { throttlingRateLimit: stage.requestsPerSecond, throttlingBurstLimit: stage.burst };
}
