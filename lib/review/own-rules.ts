import { statementsOf } from "./policy-statements.ts";
import type { Resource } from "./template-resources.ts";

/** One rule that one resource does not keep: the rule's id, and the resource's id. */
export type OwnFinding = { rule: string; resource: string };

type Rule = { id: string; broken: (resources: readonly Resource[]) => readonly Resource[] };

const ofType = (resources: readonly Resource[], type: string) => resources.filter((each) => each.type === type);

/** AWS's own advice: long enough for every retry that Lambda makes inside one receipt. */
const timeoutsPerVisibility = 6;

/** What two functions of an operator's are for is to hold everything that is kept against itself; nothing that answers a request may. */
const mayScan: ReadonlySet<string> = new Set(["verifystatisticspolicy", "rebuildstatisticspolicy"]);
const noConditions = /^dynamodb:(BatchWriteItem|PartiQL.*)$/;
const scansOrNoConditions = /^dynamodb:(Scan|BatchWriteItem|PartiQL.*)$/;

/** What the published packs cannot see, and what a design of conditional writes and exact grants depends on. */
const rules: readonly Rule[] = [
  { id: "Hearten-WildcardAction", broken: (all) => all.filter((one) => allowedActions(one).some((action) => action.includes("*"))) },
  {
    // `grantReadWriteData` would give both to every handler: a scan reads everything, and a batch write knows no condition.
    id: "Hearten-ScanOrBatchWrite",
    broken: (all) =>
      all.filter((one) => allowedActions(one).some((action) => (mayScan.has(one.id) ? noConditions : scansOrNoConditions).test(action))),
  },
  { id: "Hearten-DefaultEndpointBesideOwnName", broken: openBesideOwnName },
  { id: "Hearten-EndlessStreamRetries", broken: (all) => ofType(all, "AWS::Lambda::EventSourceMapping").filter(retriesForEver) },
  { id: "Hearten-ShortVisibility", broken: shortVisibility },
  { id: "Hearten-UnconditionalPut", broken: unconditionalPuts },
  {
    // Without the source's ARN, anybody's API, bucket or topic could have the function called.
    id: "Hearten-OpenInvoke",
    broken: (all) => ofType(all, "AWS::Lambda::Permission").filter(({ properties }) => properties.SourceArn === undefined),
  },
];

/** Every finding of the app's own rules. */
export function ownFindings(resources: readonly Resource[]): OwnFinding[] {
  return rules.flatMap(({ id, broken }) => broken(resources).map((resource) => ({ rule: id, resource: resource.id })));
}

function allowedActions({ type, properties }: Resource): readonly string[] {
  if (!/^AWS::IAM::(ManagedPolicy|Policy)$/.test(type)) return [];
  return statementsOf(properties.PolicyDocument).flatMap(({ effect, actions }) => (effect === "Allow" ? actions : []));
}

/** An API that has a name of its own and can still be reached by API Gateway's, past the certificates that the name asks for. */
function openBesideOwnName(all: readonly Resource[]): readonly Resource[] {
  const named = new Set(ofType(all, "AWS::ApiGateway::BasePathMapping").map(({ properties }) => properties.RestApiId));
  return ofType(all, "AWS::ApiGateway::RestApi").filter(
    ({ id, properties }) => named.has(id) && properties.DisableExecuteApiEndpoint !== true,
  );
}

/** A stream's default is to try again without end, so that one bad record holds up its shard for a day. */
function retriesForEver({ properties }: Resource): boolean {
  return properties.StartingPosition !== undefined && Number(properties.MaximumRetryAttempts ?? -1) < 0;
}

function shortVisibility(all: readonly Resource[]): readonly Resource[] {
  return ofType(all, "AWS::Lambda::EventSourceMapping").flatMap(({ properties }) => {
    const queue = ofType(all, "AWS::SQS::Queue").find(({ id }) => properties.EventSourceArn === `${id}.Arn`);
    const reader = ofType(all, "AWS::Lambda::Function").find(({ id }) => properties.FunctionName === id);
    const needed = Number(reader?.properties.Timeout ?? 3) * timeoutsPerVisibility;
    return queue !== undefined && Number(queue.properties.VisibilityTimeout ?? 30) < needed ? [queue] : [];
  });
}

const generations = /^(.+)\.Arn\/(runs\/\*|current\.json|tables\/\*|ledger\.json)$/;

/** A bucket in which somebody may write a generation, the pointer, or the lake and its ledger, and whose own policy lets them do so without a condition. */
function unconditionalPuts(all: readonly Resource[]): readonly Resource[] {
  const written = ofType(all, "AWS::IAM::ManagedPolicy").flatMap(({ properties }) =>
    statementsOf(properties.PolicyDocument)
      .filter(({ effect, actions }) => effect === "Allow" && actions.includes("s3:PutObject"))
      .flatMap(({ resources }) => resources.filter((resource) => generations.test(resource))),
  );
  return ofType(all, "AWS::S3::Bucket").filter(({ id }) =>
    written.some((resource) => generations.exec(resource)?.[1] === id && !isGuarded(all, id, resource)),
  );
}

function isGuarded(all: readonly Resource[], bucket: string, resource: string): boolean {
  const policies = ofType(all, "AWS::S3::BucketPolicy").filter(({ properties }) => properties.Bucket === bucket);
  return policies
    .flatMap(({ properties }) => statementsOf(properties.PolicyDocument))
    .some(
      ({ effect, actions, resources, condition }) =>
        effect === "Deny" &&
        actions.includes("s3:PutObject") &&
        resources.includes(resource) &&
        condition.Null?.["s3:if-match"] === "true" &&
        condition.Null["s3:if-none-match"] === "true",
    );
}
