import { BatchWriteCommand, type BatchWriteCommandInput, DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { supplierGrantKey } from "../../adapters/source-keys.ts";
import type { Directory } from "../sign-in/directory.ts";
import type { Stack } from "../stack.ts";
import type { SampleRoles } from "./sample-roles.ts";

type Grant = { pk: string; sk: string; scope: "own" | "subtree" };

const writesAtOnce = 25;

/** Writes down who may do what. The same again changes nothing. */
export async function grantSample(
  { clients, source, directory }: Pick<Stack, "clients" | "source" | "directory">,
  roles: SampleRoles,
): Promise<void> {
  const client = DynamoDBDocumentClient.from(clients.dynamo);
  const grants = grantsOf(directory, roles);
  for (let at = 0; at < grants.length; at += writesAtOnce) {
    let waiting: NonNullable<BatchWriteCommandInput["RequestItems"]> = {
      [source]: grants.slice(at, at + writesAtOnce).map((Item) => ({ PutRequest: { Item } })),
    };
    while (Object.keys(waiting).length > 0) {
      const { UnprocessedItems = {} } = await client.send(new BatchWriteCommand({ RequestItems: waiting }));
      waiting = UnprocessedItems;
    }
  }
}

/** A person's rights to read stand under their own subject and under that of their program. The practice's own people may send for it too. */
function grantsOf({ people, suppliers }: Directory, roles: SampleRoles): readonly Grant[] {
  return [
    ...suppliers.flatMap(({ clientId }) =>
      roles.suppliers[clientId].map((code): Grant => ({ ...supplierGrantKey(clientId, code), scope: "own" })),
    ),
    ...people.flatMap(({ kind, subject, clientId }) => {
      const { organisation, scope } = roles.people[kind];
      const reads = [subject, clientId].map((principal): Grant => ({ pk: `PRIN#${principal}`, sk: `ORG#${organisation}`, scope }));
      if (kind === "practice") return [...reads, { ...supplierGrantKey(subject, organisation), scope }];
      // An operator erases people and applies opt-outs anywhere, by a program alone.
      return kind === "operator" ? [...reads, { ...supplierGrantKey(clientId, organisation), scope }] : reads;
    }),
  ];
}
