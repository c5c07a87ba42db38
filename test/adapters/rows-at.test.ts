import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { expect, it } from "vitest";
import { rowsAt } from "../../adapters/rows-at.ts";
import { Busy } from "../../core/night/busy.ts";
import { tableTwin } from "../support/table-twin.ts";

const key = (place: number) => ({ pk: `P${place % 7}`, sk: String(place) });

async function filled(rows: number, lag = 0) {
  const table = tableTwin({ lag });
  for (let place = 0; place < rows; place++)
    await table.client.send(new PutCommand({ TableName: "derived", Item: { ...key(place), n: place } }));
  table.operations.length = 0;
  return table;
}

it("rows come in the order of their keys, however many there are and whatever the store leaves over", async () => {
  const { client, operations } = await filled(250, 250);
  const wanted = Array.from({ length: 300 }, (_, at) => (at * 7) % 300);

  const rows = await rowsAt({ client, table: "derived", pause: async () => undefined }, wanted.map(key));

  expect(rows.map((row) => row?.n)).toEqual(wanted.map((place) => (place < 250 ? place : undefined)));
  expect(operations.length).toBeLessThan(30);
  expect(await rowsAt({ client, table: "derived", pause: async () => undefined }, [])).toEqual([]);
});

it("a store that goes on leaving everything over is busy, and what is there is never taken for missing", async () => {
  let pauses = 0;
  let answers = 0;
  const client = {
    send: async ({ input }: { input: { RequestItems: Record<string, { Keys: object[] }> } }) => {
      const { Keys = [] } = input.RequestItems.derived ?? {};
      return answers-- > 0 ? { Responses: { derived: Keys } } : { Responses: {}, UnprocessedKeys: { derived: { Keys } } };
    },
  } as unknown as Parameters<typeof rowsAt>[0]["client"];
  const pause = async () => {
    if (++pauses === 3) answers = 1;
  };
  expect(await rowsAt({ client, table: "derived", pause }, [key(1)])).toEqual([key(1)]);
  expect(pauses).toBe(3);

  await expect(rowsAt({ client, table: "derived", pause: async () => undefined }, [key(1)])).rejects.toBeInstanceOf(Busy);
});
