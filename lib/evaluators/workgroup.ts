import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as athena from "aws-cdk-lib/aws-athena";
import type { Construct } from "constructs";
import { lake } from "../../names.ts";
import type { DataStack } from "../data/data-stack.ts";
import type { Surroundings } from "../surroundings.ts";

/** The whole lake is 3 to 4 GB after ten years: a question that reads more is a mistake, and ends before it costs more than five cents. */
const bytesAtMost = 10_000_000_000;

const queries = join(import.meta.dirname, "queries");

export type WorkgroupProps = { data: DataStack; surroundings: Surroundings; database: string };

/** The workgroup in which evaluators ask, whose limits no client can change, with the saved queries of this folder. Its name. */
export function workgroup(scope: Construct, { data, surroundings, database }: WorkgroupProps): string {
  const name = `hearten-${surroundings.stage.name}-evaluators`;
  const group = new athena.CfnWorkGroup(scope, "workgroup", {
    name,
    description: "Hearten: questions to the de-identified rows",
    recursiveDeleteOption: !surroundings.stage.keepsData,
    workGroupConfiguration: {
      enforceWorkGroupConfiguration: true,
      publishCloudWatchMetricsEnabled: true,
      bytesScannedCutoffPerQuery: bytesAtMost,
      engineVersion: { selectedEngineVersion: "Athena engine version 3" },
      resultConfiguration: {
        outputLocation: `s3://${data.answers.bucketName}/${lake.results}`,
        encryptionConfiguration: { encryptionOption: "SSE_KMS", kmsKey: data.lake.key.keyArn },
      },
    },
  });
  for (const { id, text } of savedQueries()) {
    const saved = new athena.CfnNamedQuery(scope, id, {
      name: id,
      database,
      queryString: text,
      workGroup: name,
      description: firstLineOf(text),
    });
    saved.addResourceDependency(group);
  }
  return name;
}

/** Every saved query: its name, and its text as it stands in its file. */
function savedQueries(): readonly { id: string; text: string }[] {
  const files = readdirSync(queries).filter((file) => file.endsWith(".sql"));
  return files.sort().map((file) => ({ id: file.replace(/\.sql$/, ""), text: readFileSync(join(queries, file), "utf8") }));
}

function firstLineOf(text: string): string {
  return (text.split("\n")[0] ?? "").replace(/^-- /, "");
}
