import * as iam from "aws-cdk-lib/aws-iam";
import type { Grant } from "./function-grants.ts";
import type { Place, Places } from "./places.ts";

type Where = { places: Places; logGroupArn: string };

/** The statements of a function's policy: its grants, the keys its data are under, its own log, and its traces. */
export function statementsFor(grants: readonly Grant[], { places, logGroupArn }: Where): iam.PolicyStatement[] {
  const granted = grants.map((grant) => ({ ...grant, place: places[grant.on] ?? unknownPlace(grant.on) }));
  return [
    ...granted.map(({ may, place, inPartitions }) => allow(may, place.arn, inPartitions)),
    ...keyStatements(granted),
    allow(["logs:CreateLogStream", "logs:PutLogEvents"], logGroupArn),
    // X-Ray has no resources to name.
    allow(["xray:PutTelemetryRecords", "xray:PutTraceSegments"], "*"),
  ];
}

/** Reading data under a customer's key means decrypting with it; writing means making a data key as well. */
function keyStatements(granted: readonly { may: readonly string[]; place: Place }[]): iam.PolicyStatement[] {
  const actionsByKey = new Map<string, Set<string>>();
  for (const { may, place } of granted) {
    if (place.dataKeyArn === undefined) continue;
    const actions = actionsByKey.get(place.dataKeyArn) ?? new Set();
    for (const action of may) for (const needed of keyActionsOf(action)) actions.add(needed);
    actionsByKey.set(place.dataKeyArn, actions);
  }
  return [...actionsByKey].filter(([, actions]) => actions.size > 0).map(([key, actions]) => allow([...actions].sort(), key));
}

/** What touches no data, or only removes it. */
const needsNoKey: ReadonlySet<string> = new Set([
  "dynamodb:DescribeTable",
  "s3:ListBucket",
  "s3:ListBucketVersions",
  "s3:DeleteObjectVersion",
  "sqs:GetQueueAttributes",
  "sqs:DeleteMessage",
]);

function keyActionsOf(action: string): readonly string[] {
  if (/^(dynamodb):(Put|Update|Delete)/.test(action)) return ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"];
  if (action === "s3:PutObject" || action === "sqs:SendMessage") return ["kms:Decrypt", "kms:GenerateDataKey"];
  if (needsNoKey.has(action)) return [];
  return ["kms:Decrypt"];
}

function allow(actions: readonly string[], resource: string, partitions?: readonly string[]): iam.PolicyStatement {
  const conditions = partitions && { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": [...partitions] } };
  return new iam.PolicyStatement({ actions: [...actions], resources: [resource], ...(conditions && { conditions }) });
}

function unknownPlace(name: string): never {
  throw new Error(`no stack here holds ${name}`);
}
