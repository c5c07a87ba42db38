import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { PutCommand, ScanCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, it } from "vitest";
import { isRestored, restoreDrill } from "../../../bin/commands/drill/restore-drill.ts";
import { type TableCopies, tableCopies } from "../../../bin/commands/drill/table-copies.ts";
import { drillPorts } from "../../../bin/commands/drill.ts";
import { type OpenStore, openStore } from "../../../bin/commands/night/open-store.ts";
import { withPeople } from "../../../bin/commands/people/with-people.ts";
import { erasePerson } from "../../../core/people/erase-person.ts";
import { progressOn } from "../../../local/progress.ts";
import { writeAccess } from "../../../local/sample/access-file.ts";
import { startSample } from "../../../local/sample/start-sample.ts";
import { type Stack, startStack } from "../../../local/stack.ts";

const scratch = mkdtempSync(join(tmpdir(), "hearten-drill-"));
const data = join(scratch, "data");
const root = join(import.meta.dirname, "..", "..", "..");
let stack: Stack;
let store: OpenStore;

beforeAll(async () => {
  stack = await startStack({ dataDir: data, port: 0 });
  const { roles } = await startSample(
    stack,
    { today: "2026-11-22", size: { referrals: 20, practices: 3 } },
    progressOn({ write: () => true }),
  );
  writeAccess(stack, roles);
  await stack.runNight();
  store = await openStore({ data });
}, 300_000);

afterAll(async () => {
  await store.close();
  await stack.stop();
  rmSync(scratch, { recursive: true });
});

const tables = async () => (await stack.clients.dynamo.send(new ListTablesCommand({}))).TableNames ?? [];
const rowsOf = async (table: string) => (await store.dynamo.send(new ScanCommand({ TableName: table, ConsistentRead: true }))).Items ?? [];

function hearten(...args: readonly string[]) {
  const env = { PATH: process.env.PATH, HOME: scratch, AWS_EC2_METADATA_DISABLED: "true" };
  return new Promise<{ code: number; out: string }>((done) => {
    execFile(process.execPath, [join(root, "bin", "hearten.mjs"), ...args, "--data", data], { env, cwd: scratch }, (error, out) =>
      done({ code: error === null ? 0 : Number(error.code), out }),
    );
  });
}

/** A drill whose restored copy is changed before it is looked at. */
async function drillWith(change: (copies: TableCopies) => TableCopies) {
  return withPeople(store, (people) => {
    const ports = drillPorts(store, people);
    return restoreDrill({ ...ports, copies: change(ports.copies) });
  });
}

const afterRestore =
  (spoil: (table: string) => Promise<void>) =>
  (copies: TableCopies): TableCopies => ({
    ...copies,
    restore: async (table, name) => {
      const restored = await copies.restore(table, name);
      await spoil(restored.table);
      return restored;
    },
  });

it("restores the source beside the living one, comes to the same statistics, and leaves nothing behind", async () => {
  const [before, events] = [await tables(), await rowsOf(stack.source)];

  const { code, out } = await hearten("drill", "restore", "--json");
  const report = JSON.parse(out);

  expect(code).toBe(0);
  expect(report).toMatchObject({ restored: true, rows: { lost: 0, different: 0 }, statistics: { different: [], waiting: 0 } });
  expect(report.statistics.equal).toBeGreaterThan(5);
  expect(report.rows.sampled).toBeGreaterThan(5);
  expect(Object.values(report.took).every((each) => Number(each) >= 0)).toBe(true);
  expect(await tables()).toEqual(before);
  expect(await rowsOf(stack.source)).toEqual(events);
}, 300_000);

it("says so when the restored table lacks rows, and when it says something else of an event", async () => {
  const heads = (await rowsOf(stack.source)).filter(({ sk }) => String(sk).startsWith("EV#"));
  const spoil = async (table: string) => {
    for (const row of heads) await store.dynamo.send(new PutCommand({ TableName: table, Item: { ...row, hash: "another" } }));
  };

  const report = await drillWith(afterRestore(spoil));
  const without = await drillWith((copies) => ({
    ...copies,
    restore: async (table, name) => ({ table: await copies.likewise(table, name), asOf: "2026-11-21T00:00:00Z" }),
  }));

  expect(report.rows.different).toBeGreaterThan(0);
  expect(isRestored(report)).toBe(false);
  expect(without.rows.lost).toBe((await rowsOf(stack.source)).length);
  expect(without.behind).toBeGreaterThan(0);
  expect(without.statistics.different.length).toBeGreaterThan(5);
  expect(isRestored(without)).toBe(false);
}, 300_000);

it("tells yesterday's copy of a person erased since: they are in no table and no statistic that comes of it", async () => {
  const copies = tableCopies(store.dynamo, "reading");
  await copies.restore(stack.source, "yesterday");
  const [episode] = (await rowsOf(stack.source)).filter(({ pk }) => String(pk).startsWith("EP#"));
  const [, practice = "", refKey = ""] = String(episode?.pk).split("#");
  const erased = await withPeople(store, (people) => {
    const settling = { id: people.nextId(), at: "2026-11-22T09:00:00Z", by: "a test", on: "2026-11-22" };
    return erasePerson({ key: { practice, refKey } }, settling, people);
  });
  await stack.runNight();

  const left: unknown[] = [];
  const report = await withPeople(store, (people) => {
    const ports = drillPorts(store, people);
    const replayOver: typeof ports.replayOver = async (pair) => {
      const replayed = await ports.replayOver(pair);
      left.push(...(await rowsOf(pair.source)).filter(({ pk, sk }) => pk === episode?.pk && String(sk).startsWith("EV#")));
      return replayed;
    };
    return restoreDrill({
      ...ports,
      replayOver,
      copies: { ...copies, restore: async (_, name) => await copies.restore("yesterday", name) },
    });
  });
  await copies.remove("yesterday");

  expect(erased.episodes).toBeGreaterThan(0);
  expect((await rowsOf(stack.source)).filter(({ pk, sk }) => pk === episode?.pk && String(sk).startsWith("EV#"))).toEqual([]);
  expect(report.replayed.episodes).toBeGreaterThan(0);
  expect(left).toEqual([]);
  expect(report.statistics).toMatchObject({ different: [], waiting: 0 });
}, 300_000);
