import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import Papa from "papaparse";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { organisationRegister } from "../../adapters/organisation-register.ts";
import type { ServiceEvent } from "../../core/events/event.ts";
import { inventService } from "../../core/simulation/invented-service.ts";
import { randomOf } from "../../core/simulation/random.ts";
import { tokenSource } from "../../local/sample/access-token.ts";
import { grantSample } from "../../local/sample/grants.ts";
import { sampleRoles } from "../../local/sample/sample-roles.ts";
import { type Stack, startStack } from "../../local/stack.ts";
import { scopes } from "../../names.ts";

/** Real PHQ-9 and GAD-7 totals of 403 people at two waves (the BGGM package's `data/`); never copied into the project. */
const source = "../shared/realdata/BGGM_phq9_gad7_totals.csv";
const isHere = existsSync(source);

type Person = { id: string; phq9_t1: string; phq9_t2: string; gad7_t1: string; gad7_t2: string };
const people = isHere ? Papa.parse<Person>(readFileSync(source, "utf8").trim(), { header: true }).data : [];

/** The two waves of one person as a service would send them: a referral, and ninety days between the scores. */
function eventsOf(person: Person, practice: string): readonly ServiceEvent[] {
  const place = { practice, referralId: `B${person.id}` };
  const survey = (instrument: string, wave: 1 | 2, total: string): ServiceEvent => ({
    ...{ type: "survey.completed", eventId: `B${person.id}-${instrument}-${wave}`, ...place },
    ...{ instrument, completedOn: wave === 1 ? "2026-01-10" : "2026-04-10", total: Number(total) },
  });
  return [
    { type: "referral.recorded", eventId: `B${person.id}`, ...place, patient: { localId: `P${person.id}` }, referredOn: "2026-01-08" },
    ...[survey("PHQ-9", 1, person.phq9_t1), survey("PHQ-9", 2, person.phq9_t2)],
    ...[survey("GAD-7", 1, person.gad7_t1), survey("GAD-7", 2, person.gad7_t2)],
  ];
}

it(`publishes real scores: ${isHere ? "the file is here, and they were" : "the file is not here, so none were"}`, () => {
  expect(people.length === 403).toBe(isHere);
});

describe.runIf(isHere)("403 real people's scores through the whole pipeline", () => {
  const dataDir = mkdtempSync(join(tmpdir(), "hearten-real-"));
  let stack: Stack;

  beforeAll(async () => {
    stack = await startStack({ dataDir, port: 0 });
    const { organisations } = inventService(5, randomOf(1));
    const client = DynamoDBDocumentClient.from(stack.clients.dynamo);
    await organisationRegister({ client, source: stack.source, derived: stack.derived }).add(organisations);
    const roles = sampleRoles(organisations, "V99001", "2026-10-31");
    await grantSample(stack, roles);
    const [supplier] = stack.directory.suppliers;
    if (!supplier) throw new Error("the directory has a supplier");
    const codes = roles.suppliers[supplier.clientId];
    const token = await tokenSource(stack.tokenUrl, supplier, scopes.submit)();
    const events = people.flatMap((person, index) => eventsOf(person, codes[index % codes.length] ?? "V99001"));
    for (let at = 0; at < events.length; at += 500) {
      const answer = await fetch(`${stack.baseUrl}/v1/submissions`, {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        body: JSON.stringify({ submissionId: `real-${at}`, events: events.slice(at, at + 500) }),
      });
      expect([answer.status, ((await answer.json()) as { rejected: number }).rejected]).toEqual([200, 0]);
    }
    await stack.runNight();
  }, 240_000);

  afterAll(async () => {
    await stack.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }, 60_000);

  for (const [outcome, before, after] of [
    ["depression", "phq9_t1", "phq9_t2"],
    ["anxiety", "gad7_t1", "gad7_t2"],
  ] as const) {
    it(`publishes the file's own mean change in ${outcome}`, async () => {
      const own = people.reduce((sum, person) => sum + Number(person[after]) - Number(person[before]), 0) / people.length;

      const england = await fetch(`${stack.baseUrl}/reports`);
      const csv = Papa.parse<{ statistic: string; value: string }>(
        (await (await fetch(new URL(`${outcome}/figures/change.csv`, england.url))).text()).replace("\ufeff", ""),
        { header: true, skipEmptyLines: true },
      ).data;
      const value = (statistic: string) => Number(csv.find((row) => row.statistic === statistic)?.value);

      expect(value("people with both scores")).toBe(403);
      expect(value("mean change")).toBeCloseTo(own, 9);
    });
  }
});
