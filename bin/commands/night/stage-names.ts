import { CloudFormationClient, DescribeStacksCommand, type Stack } from "@aws-sdk/client-cloudformation";
import { region, type StageName } from "../../../lib/stages.ts";
import { outputs } from "../../../names.ts";
import { NoServiceHere } from "./no-service-here.ts";

/** What the stacks of a stage hold, by the names that `names.ts` gives them, and how each stack is. */
export type DeployedStage = {
  readonly names: Readonly<Record<keyof typeof outputs, string>>;
  readonly stacks: readonly { readonly name: string; readonly status: string }[];
};

/**
 * Asks CloudFormation what a stage is made of.
 *
 * @throws {NoServiceHere} without credentials or the right to ask, and where the stage is not deployed, saying what to do
 */
export async function deployedStage(stage: StageName): Promise<DeployedStage> {
  const found = (await describedStacks()).filter(({ StackName = "" }) => StackName.startsWith(`hearten-${stage}-`));
  const told = new Map(
    found.flatMap(({ Outputs = [] }) => Outputs.map(({ OutputKey = "", OutputValue = "" }) => [OutputKey, OutputValue])),
  );
  const missing = Object.values(outputs).filter((name) => !told.has(name));
  if (found.length === 0)
    throw new NoServiceHere(
      `the stage ${stage} is not deployed in ${region} of this account: \`npx cdk deploy -c stage=${stage}\` makes it`,
    );
  if (missing.length > 0)
    throw new NoServiceHere(`the stage ${stage} does not say its ${missing.join(", ")}: deploy it from this checkout first`);
  const names = Object.fromEntries(Object.entries(outputs).map(([key, name]) => [key, told.get(name) ?? ""]));
  const stacks = found.map(({ StackName = "", StackStatus = "" }) => ({ name: StackName, status: StackStatus }));
  return { names: names as DeployedStage["names"], stacks };
}

async function describedStacks(): Promise<readonly Stack[]> {
  const client = new CloudFormationClient({ region });
  const stacks: Stack[] = [];
  try {
    let NextToken: string | undefined;
    do {
      const page = await client.send(new DescribeStacksCommand({ NextToken }));
      stacks.push(...(page.Stacks ?? []));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    return stacks;
  } catch (error) {
    throw new NoServiceHere(whyNot(error), { cause: error });
  } finally {
    client.destroy();
  }
}

function whyNot(error: unknown): string {
  const name = error instanceof Error ? error.name : "unknown";
  if (name === "CredentialsProviderError")
    return "there are no AWS credentials here: sign in (`aws sso login`) and name the profile in AWS_PROFILE, or leave --stage out to work on this machine";
  if (/^(AccessDenied|ExpiredToken|InvalidClientTokenId|UnrecognizedClient)/.test(name))
    return `AWS does not take these credentials (${name}): they need cloudformation:DescribeStacks in ${region}`;
  return `CloudFormation in ${region} did not answer (${name})`;
}
