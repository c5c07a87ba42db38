import { ArnFormat, Stack } from "aws-cdk-lib";
import type * as apigateway from "aws-cdk-lib/aws-apigateway";
import * as logs from "aws-cdk-lib/aws-logs";
import * as waf from "aws-cdk-lib/aws-wafv2";
import { Construct } from "constructs";
import type { Watched } from "../surroundings.ts";
import { firewallRules } from "./firewall-rules.ts";

/** What a refused request may not leave behind: who asked, and what for. */
const redacted: waf.CfnLoggingConfiguration.FieldToMatchProperty[] = [
  { singleHeader: { Name: "authorization" } },
  { singleHeader: { Name: "cookie" } },
  { queryString: {} },
  { uriPath: {} },
];

const logOf = { service: "logs", resource: "log-group", arnFormat: ArnFormat.COLON_RESOURCE_NAME };

/** Turns away what is no honest request before any function is asked, and notes what it turned away. */
export class Firewall extends Construct {
  constructor(scope: Construct, door: { api: apigateway.RestApi; name: string }, { stage, removalPolicy, logKey }: Watched) {
    super(scope, "firewall");
    const { aclArn } = this.acl(door.name, stage);
    const guarded = new waf.CfnWebACLAssociation(this, "association", {
      resourceArn: door.api.deploymentStage.stageArn,
      webAclArn: aclArn,
    });
    guarded.node.addDependency(door.api.deploymentStage);
    const refusals = new logs.LogGroup(this, "refusals", {
      // WAF writes only to logs of this name.
      logGroupName: `aws-waf-logs-${door.name}`,
      retention: stage.logRetentionDays,
      encryptionKey: logKey,
      removalPolicy,
    });
    new waf.CfnLoggingConfiguration(this, "log", {
      resourceArn: aclArn,
      // The log's own attribute ends in `:*`, which WAF does not take.
      logDestinationConfigs: [Stack.of(this).formatArn({ ...logOf, resourceName: refusals.logGroupName })],
      redactedFields: redacted,
      loggingFilter: {
        DefaultBehavior: "DROP",
        Filters: [{ Behavior: "KEEP", Requirement: "MEETS_ANY", Conditions: [{ ActionCondition: { Action: "BLOCK" } }] }],
      },
    });
  }

  private acl(name: string, stage: Watched["stage"]): { aclArn: string } {
    const acl = new waf.CfnWebACL(this, "acl", {
      name,
      scope: "REGIONAL",
      defaultAction: { allow: {} },
      visibilityConfig: { cloudWatchMetricsEnabled: true, metricName: name, sampledRequestsEnabled: false },
      rules: firewallRules(stage),
    });
    return { aclArn: acl.attrArn };
  }
}
