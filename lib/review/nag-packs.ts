import { AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R5Checks, PCIDSS321Checks, ServerlessChecks } from "cdk-nag";
import type { IConstruct } from "constructs";

/** One rule that one resource does not keep: the rule's id, and the resource's path in the app. */
export type Finding = { rule: string; resource: string };

/** Everything that five published packs of rules find in the app. None of it is silenced in the app itself: the baseline answers for it. */
export function nagFindings(app: IConstruct): Finding[] {
  const packs = [AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R5Checks, PCIDSS321Checks, ServerlessChecks];
  return packs.flatMap((Pack) =>
    new Pack()
      .validateScope(app)
      .violations.flatMap(({ ruleName, violatingResources }) =>
        violatingResources.map(({ constructPath }) => ({ rule: ruleName, resource: constructPath ?? "" })),
      ),
  );
}
