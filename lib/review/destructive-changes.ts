/** As much of a change set as CloudFormation's `DescribeChangeSet` gives of each change. */
export type ResourceChange = {
  Action?: string | undefined;
  LogicalResourceId?: string | undefined;
  ResourceType?: string | undefined;
  /** `True`, `Conditional` or `False`: whether the resource is made anew, and its contents lost. */
  Replacement?: string | undefined;
  /** What becomes of the resource itself when it leaves the stack. */
  PolicyAction?: string | undefined;
};

/** Lets one change through until a day, and says why. */
export type Waiver = { resource: string; until: string; reason: string };

/** A change that would lose what cannot be made again. */
export type Destruction = { resource: string; type: string; does: "removes" | "replaces" | "may replace" };

/** What holds something that no deployment brings back: data, keys, accounts, names that others have written down, logs and copies. */
const lasting = new Set([
  "AWS::ApiGateway::DomainName",
  "AWS::ApiGateway::RestApi",
  "AWS::Athena::WorkGroup",
  "AWS::Backup::BackupPlan",
  "AWS::Backup::BackupVault",
  "AWS::Cognito::UserPool",
  "AWS::Cognito::UserPoolClient",
  "AWS::Cognito::UserPoolDomain",
  "AWS::DynamoDB::GlobalTable",
  "AWS::DynamoDB::Table",
  "AWS::Glue::Database",
  "AWS::Glue::Table",
  "AWS::KMS::Key",
  "AWS::Logs::LogGroup",
  "AWS::S3::Bucket",
  "AWS::SQS::Queue",
]);

/**
 * The changes of a change set that remove or replace something lasting and that no waiver lets through. A waiver ends with its day: the next
 * deployment needs no memory of it.
 *
 * @param today the civil date, `YYYY-MM-DD`
 */
export function checkDestructiveChanges(
  changes: readonly ResourceChange[],
  waivers: readonly Waiver[],
  today: string,
): readonly Destruction[] {
  const waived = new Set(waivers.filter(({ until }) => today <= until).map(({ resource }) => resource));
  return changes.flatMap((change) => {
    const does = destructionBy(change);
    const { LogicalResourceId: resource = "", ResourceType: type = "" } = change;
    return does === undefined || !lasting.has(type) || waived.has(resource) ? [] : [{ resource, type, does }];
  });
}

function destructionBy({ Action, Replacement, PolicyAction }: ResourceChange): Destruction["does"] | undefined {
  if (Action === "Remove") return "removes";
  if (PolicyAction === "Delete" || PolicyAction === "ReplaceAndDelete") return "removes";
  if (Replacement === "True") return "replaces";
  return Replacement === "Conditional" ? "may replace" : undefined;
}
