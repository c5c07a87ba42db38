import { CreateTableCommand, DeleteTableCommand, DescribeTableCommand } from "@aws-sdk/client-dynamodb";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { derivedBook } from "../../../adapters/derived-book.ts";
import { nightChecks } from "../../../bin/commands/doctor/night-checks.ts";
import type { Service } from "../../../bin/commands/doctor/service.ts";
import { rebuild } from "../../../core/night/rebuild.ts";
import { vouchForDerived } from "../../../core/night/same-derived.ts";
import { planNight } from "../../../functions/plan-night/plan-night.ts";
import { dryRun } from "../../../functions/preview-night/dry-run.ts";
import { excludingService, treated } from "../../support/excluded-people.ts";
import { publishedFiles } from "../../support/night-states.ts";
import { type Rows, type SourceTables, startSourceTables } from "../../support/source-tables.ts";

let tables: SourceTables;
beforeAll(async () => {
  tables = await startSourceTables();
});
afterAll(() => tables.stop());
beforeEach(async () => {
  for (const table of [tables.source, tables.derived]) await tables.putBack(table, []);
});

/** As AWS restores: a table that was not there, with these rows, in the place of the old one. */
async function restoredAsAnother(client: DynamoDBDocumentClient, TableName: string, rows: Rows): Promise<void> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  await client.send(new DeleteTableCommand({ TableName }));
  const { AttributeDefinitions = [], KeySchema } = Table ?? {};
  const keys = AttributeDefinitions.filter(({ AttributeName }) => KeySchema?.some((key) => key.AttributeName === AttributeName));
  await client.send(new CreateTableCommand({ TableName, BillingMode: "PAY_PER_REQUEST", AttributeDefinitions: keys, KeySchema }));
  await tables.putBack(TableName, rows);
}

type Kept = ReturnType<typeof excludingService>;

function countedIn(files: Readonly<Record<string, string>>): number {
  return Number(/^flow\|nurse\|[^|\n]*\|referred[ ,|=\t]*(\d+)$/m.exec(files["ENG/data.csv"] ?? "")?.[1] ?? 0);
}

const refused = { name: "DerivedRestoredError", message: expect.stringContaining("hearten rebuild") };

async function rebuilt({ repair, ports }: Kept): Promise<void> {
  await rebuild(repair, "2026-11-22T11:00:00.000Z");
  await vouchForDerived(ports.derivedBook, ports.derived);
}

async function doctorSays({ ports }: Kept): Promise<unknown> {
  const service = { ports, now: () => new Date("2026-11-22T09:00:00Z"), isAlone: false } as unknown as Service;
  const check = nightChecks(service).find(({ name }) => name === "derived table");
  return { ...(await check?.look()), fix: check?.fix };
}

describe("a derived table that was restored alone", () => {
  it("is refused by the night where it is older than the last run, is told by the doctor, and counts everybody once it is rebuilt", async () => {
    const service = excludingService(tables);
    await service.send("s1", treated("ann"));
    await service.night();
    const yesterday = await tables.rowsOf(tables.derived);
    await service.send("s2", treated("bob"));
    const both = await service.night();
    expect(await doctorSays(service)).toMatchObject({ state: "well" });

    await tables.putBack(tables.derived, yesterday);
    await service.send("s3", treated("cat"));

    await expect(service.night()).rejects.toMatchObject(refused);
    await expect(dryRun({ civilDate: "2026-11-22" }, service.ports)).rejects.toMatchObject(refused);
    expect(await publishedFiles(service.ports)).toEqual(both);
    expect(await doctorSays(service)).toMatchObject({
      state: "broken",
      says: expect.stringContaining("older"),
      fix: expect.stringContaining("hearten rebuild"),
    });

    await rebuilt(service);

    expect(await doctorSays(service)).toMatchObject({ state: "well" });
    const all = await service.night();
    expect(countedIn(all)).toBe(3);
    expect(await service.night()).toEqual(all);
  });

  it("is refused where it knows the last run and lacks what came after: it is another table", async () => {
    const service = excludingService(tables);
    await service.send("s1", treated("ann"));
    await service.night();
    const noon = await tables.rowsOf(tables.derived);
    await service.send("s2", treated("bob"));

    await restoredAsAnother(tables.client, tables.derived, noon);

    await expect(service.night()).rejects.toMatchObject(refused);
    expect(await doctorSays(service)).toMatchObject({ state: "broken", says: expect.stringContaining("another") });
    await rebuilt(service);
    expect(countedIn(await service.night())).toBe(2);
  });

  it("is refused where it is empty, and still after a rebuild that was stopped before its end", async () => {
    const service = excludingService(tables);
    await service.send("s1", treated("ann"));
    await service.night();

    await tables.putBack(tables.derived, []);

    await expect(service.night()).rejects.toMatchObject(refused);
    await rebuild(service.repair, "2026-11-22T11:00:00.000Z");
    await expect(service.night()).rejects.toMatchObject(refused);
    await rebuilt(service);
    expect(countedIn(await service.night())).toBe(1);
  });
});

describe("what a run notes in the source table", () => {
  it("stays that of the newest, whichever notes last; is written by no dry run and by none with nothing to do; and is no obstacle after both tables were restored together", async () => {
    const service = excludingService(tables);
    await service.send("s1", treated("ann"));
    await service.night();
    const book = derivedBook(tables);
    const first = await book.noted();
    const copies = [await tables.rowsOf(tables.source), await tables.rowsOf(tables.derived)] as const;

    await dryRun({ civilDate: "2026-11-22" }, service.ports);
    await planNight({ civilDate: "2026-11-22" }, service.ports);
    expect(await book.noted()).toEqual(first);
    await service.send("s2", treated("bob"));
    const { gen } = await planNight({ civilDate: "2026-11-22" }, service.ports);
    await book.note({ gen: gen - 1, table: "late" });
    expect(await book.noted()).toMatchObject({ gen, table: first?.table });

    await tables.putBack(tables.source, copies[0]);
    await tables.putBack(tables.derived, copies[1]);
    expect(countedIn(await service.night())).toBe(1);
  });

  it("refuses nothing on a service that has noted none yet", async () => {
    const service = excludingService(tables);
    await service.send("s1", treated("ann"));
    await service.ports.derived.takeGeneration(7);

    await service.night();

    expect(await derivedBook(tables).noted()).toMatchObject({ gen: 9 });
  });
});
