import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { type DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { canonicalJson } from "../core/canonical-json.ts";
import { projectSchema } from "../core/dataset/project.ts";
import type { ProjectRegister } from "../core/ports/project-register.ts";
import { queryAll } from "./query-all.ts";

const release = z.object({
  id: z.string(),
  madeAt: z.string(),
  madeBy: z.string(),
  projectSha256: z.string(),
  manifestSha256: z.string(),
  referrals: z.int(),
  withheld: z.int(),
});

/** Projects in the source table: `PROJ#<id>` holds every declaration by its moment and hash, and every release. */
export function dynamoProjects(client: DynamoDBDocumentClient, table: string): ProjectRegister {
  const partition = (id: string) => `PROJ#${id}`;
  return {
    async declare(project, sha256, declaredAt) {
      const known = await queryAll(client, { table, pk: partition(project.id), begins: "D#" });
      if (known.at(-1)?.sha256 === sha256) return;
      await putNew(client, table, { pk: partition(project.id), sk: `D#${declaredAt}#${sha256}`, sha256, body: canonicalJson(project) });
    },
    async projectOf(id) {
      const [newest] = await queryAll(client, { table, pk: partition(id), begins: "D#", newestFirst: true });
      return newest === undefined ? null : projectSchema.parse(JSON.parse(String(newest.body)));
    },
    noteRelease: (id, made) => putNew(client, table, { pk: partition(id), sk: `X#${made.id}`, ...made }),
    releasesOf: async (id) => (await queryAll(client, { table, pk: partition(id), begins: "X#" })).map((row) => release.parse(row)),
  };
}

/** Written once: the same again is as good as done. */
async function putNew(client: DynamoDBDocumentClient, TableName: string, Item: Record<string, unknown>): Promise<void> {
  try {
    await client.send(new PutCommand({ TableName, Item, ConditionExpression: "attribute_not_exists(pk)" }));
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
