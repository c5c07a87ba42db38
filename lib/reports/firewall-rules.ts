import type * as waf from "aws-cdk-lib/aws-wafv2";
import type { Stage } from "../stages.ts";

type Rule = waf.CfnWebACL.RuleProperty;

/** The groups of rules that AWS keeps up to date, and those among them that only count because an honest submission would meet them. */
const managed = [
  { name: "AWSManagedRulesAmazonIpReputationList", counts: [] },
  { name: "AWSManagedRulesKnownBadInputsRuleSet", counts: [] },
  // A submission is larger than the 8 KB that this group takes for a body, and not every supplier's system names itself.
  { name: "AWSManagedRulesCommonRuleSet", counts: ["SizeRestrictions_BODY", "NoUserAgent_HEADER"] },
];

/** The rules of the firewall in their order: first how often one address asks, then what it asks. */
export function firewallRules({ requestsPerAddress }: Stage): Rule[] {
  return [tooOften(requestsPerAddress), ...managed.map(managedRule)];
}

function tooOften(limit: number): Rule {
  return {
    name: "too-often",
    priority: 0,
    action: { block: { customResponse: { responseCode: 429 } } },
    statement: { rateBasedStatement: { limit, aggregateKeyType: "IP", evaluationWindowSec: 300 } },
    visibilityConfig: visibleAs("too-often"),
  };
}

function managedRule({ name, counts }: (typeof managed)[number], at: number): Rule {
  return {
    name,
    priority: at + 1,
    overrideAction: { none: {} },
    statement: {
      managedRuleGroupStatement: {
        vendorName: "AWS",
        name,
        ruleActionOverrides: counts.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
      },
    },
    visibilityConfig: visibleAs(name),
  };
}

/** Sampled requests would show what was asked for, so none are kept. */
function visibleAs(metricName: string): waf.CfnWebACL.VisibilityConfigProperty {
  return { cloudWatchMetricsEnabled: true, metricName, sampledRequestsEnabled: false };
}
