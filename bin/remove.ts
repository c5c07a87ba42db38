import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { CloudFormationClient, ListStackResourcesCommand } from "@aws-sdk/client-cloudformation";
import { S3Client } from "@aws-sdk/client-s3";
import { region, stageNamed } from "../lib/stages.ts";
import { deployedStage } from "./commands/night/stage-names.ts";
import { emptyBucket } from "./commands/stage/empty-bucket.ts";

/** `npm run remove -- STAGE`: removes a test stage with everything in it. A stage that keeps its data is refused. */
const [name] = process.argv.slice(2);
const wrongCall = 2;

if (name === undefined) refuse("name the stage to remove: npm run remove -- test");
else await remove(name).catch((error: Error) => refuse(error.message));

async function remove(given: string): Promise<void> {
  const stage = stageNamed(given);
  if (stage.keepsData) return refuse(`the stage ${stage.name} keeps its data: nothing of it is removed by a command`);
  const { stacks } = await deployedStage(stage.name);
  const s3 = new S3Client({ region, forcePathStyle: process.env.AWS_ENDPOINT_URL_S3 !== undefined });
  for (const bucket of await bucketsOf(stacks.map((stack) => stack.name))) {
    process.stdout.write(`${await emptyBucket(s3, bucket)} versions removed from ${bucket}\n`);
  }
  s3.destroy();
  const command = join(createRequire(import.meta.url).resolve("aws-cdk/package.json"), "..", "bin", "cdk");
  const args = [command, "destroy", "--all", "--force", "--context", `stage=${stage.name}`];
  execFileSync(process.execPath, args, { cwd: join(import.meta.dirname, ".."), stdio: "inherit" });
}

/** Every bucket of a stage: CloudFormation removes none that holds anything. */
async function bucketsOf(stacks: readonly string[]): Promise<readonly string[]> {
  const client = new CloudFormationClient({ region });
  const buckets: string[] = [];
  for (const StackName of stacks) {
    let NextToken: string | undefined;
    do {
      const page = await client.send(new ListStackResourcesCommand({ StackName, NextToken }));
      const found = (page.StackResourceSummaries ?? []).filter(({ ResourceType }) => ResourceType === "AWS::S3::Bucket");
      buckets.push(...found.flatMap(({ PhysicalResourceId }) => PhysicalResourceId ?? []));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
  }
  client.destroy();
  return buckets;
}

function refuse(why: string): void {
  process.stderr.write(`${why}\n`);
  process.exitCode = wrongCall;
}
