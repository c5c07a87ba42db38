import { gunzipSync } from "node:zlib";
import { type DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { Busy } from "../core/night/busy.ts";
import type { Key } from "./derived-keys.ts";

type Row = Record<string, unknown>;

/** An item holds 400 KB at most, with its keys and its other attributes. England's months in a national service are larger than that. */
const bytesInPart = 350_000;
const readings = 5;

/** The attributes that hold a packed text in its own row, and further rows for what does not fit; all are written in one transaction. */
export function partsOf(
  packed: Uint8Array,
  { key, ver }: { readonly key: Key; readonly ver: number },
): { readonly first: Row; readonly others: readonly Row[] } {
  const parts = Array.from({ length: Math.ceil(packed.byteLength / bytesInPart) }, (_, part) =>
    packed.subarray(part * bytesInPart, (part + 1) * bytesInPart),
  );
  const others = parts.slice(1).map((text, index) => ({ ...partKey(key, index + 1), ver, text }));
  return { first: { text: parts[0] ?? packed, ...(others.length === 0 ? {} : { parts: parts.length }) }, others };
}

/** In a partition of their own: a roll-up's query reads statistics, and not what they go on with. */
function partKey({ pk, sk }: Key, part: number): Key {
  return { pk: `CT${pk.slice("CH".length)}`, sk: `${sk}#${part}` };
}

const stored = z.object({ pk: z.string(), sk: z.string(), ver: z.number(), parts: z.number().default(1), text: z.instanceof(Uint8Array) });

/**
 * The text of a statistic's row, with its further parts where it has any. Parts of another version mean that somebody wrote in between: everything is
 * read again.
 *
 * @throws {Busy} when somebody did so several times in a row
 */
export async function textOf(
  row: Row,
  { client, table }: { readonly client: DynamoDBDocumentClient; readonly table: string },
): Promise<string> {
  const read = async ({ pk, sk }: Key) =>
    (await client.send(new GetCommand({ TableName: table, Key: { pk, sk }, ConsistentRead: true }))).Item;
  let found = stored.parse(row);
  for (let reading = 1; reading <= readings; reading++) {
    const { ver } = found;
    const numbers = Array.from({ length: found.parts - 1 }, (_, index) => index + 1);
    const others = await Promise.all(numbers.map((part) => read(partKey(found, part))));
    if (others.every((other) => other?.ver === ver))
      return gunzipSync(Buffer.concat([found.text, ...others.map((other) => z.instanceof(Uint8Array).parse(other?.text))])).toString(
        "utf8",
      );
    const again = await read(found);
    if (again === undefined) break;
    found = stored.parse(again);
  }
  throw new Busy("reading a statistic in parts requires a moment without rivals");
}
