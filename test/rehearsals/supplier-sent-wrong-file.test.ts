import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, it } from "vitest";
import { derivedTable } from "../../adapters/derived-table.ts";
import { pauseWithJitter } from "../../adapters/pause-with-jitter.ts";
import { sha256 } from "../../adapters/sha256.ts";
import { standingPlaces } from "../../core/night/place-inputs.ts";
import { keyParts, parseStatistic, statisticText } from "../../core/statistic.ts";
import { progressOn } from "../../local/progress.ts";
import { tokenSource } from "../../local/sample/access-token.ts";
import { startSample } from "../../local/sample/start-sample.ts";
import { type Stack, startStack } from "../../local/stack.ts";
import { scopes } from "../../names.ts";

const dataDir = mkdtempSync(join(tmpdir(), "hearten-wrong-file-"));
let stack: Stack;
let practice: string;

beforeAll(async () => {
  stack = await startStack({ dataDir, port: 0 });
  const sample = { today: "2026-11-22", size: { referrals: 20, practices: 3 } };
  const { roles } = await startSample(stack, sample, progressOn({ write: () => true }));
  practice = roles.suppliers["supplier-one"]?.[0] ?? "";
  await stack.runNight();
}, 300_000);

afterAll(async () => {
  await stack.stop();
  rmSync(dataDir, { recursive: true });
});

type Receipt = { readonly accepted: number; readonly records: readonly { readonly eventId: string; readonly outcome: string }[] };

async function submit(submissionId: string, events: readonly object[]): Promise<Receipt> {
  const supplier = stack.directory.suppliers.find(({ clientId }) => clientId === "supplier-one");
  if (supplier === undefined) throw new Error("the sample has this supplier");
  const token = await tokenSource(stack.tokenUrl, supplier, scopes.submit)();
  const answer = await fetch(`${stack.baseUrl}/v1/submissions`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ submissionId, events }),
  });
  return answer.json() as Promise<Receipt>;
}

/** Every figure by place and month: statistics without what they say of the events behind them, where withdrawals are told as such. */
async function figures(): Promise<Record<string, string>> {
  const derived = derivedTable({ client: DynamoDBDocumentClient.from(stack.clients.dynamo), table: stack.derived, pause: pauseWithJitter });
  const places = await standingPlaces({ derived, digest: sha256 });
  const found: Record<string, string> = {};
  for (const place of places.values())
    for (const { month, text } of await derived.statisticsOf(place, place.months)) {
      const counted = [...parseStatistic(text)].filter(([key]) => keyParts(key)[0] !== "ledger");
      if (counted.length > 0) found[`${place.code} ${month}`] = statisticText(new Map(counted));
    }
  return found;
}

it("a file that was taken and is wrong is out of every figure after the next night, by one withdrawal for each event of its receipt", async () => {
  const right = await figures();
  const wrong = Array.from({ length: 30 }, (_, n) => [
    {
      ...{ type: "referral.recorded", eventId: `wrong-r${n}`, practice, referralId: `wrong-${n}` },
      ...{ patient: { localId: `nobody-${n}` }, referredOn: "2026-02-02" },
    },
    {
      ...{ type: "survey.completed", eventId: `wrong-s${n}`, practice, referralId: `wrong-${n}` },
      ...{ instrument: "phq-9", completedOn: "2026-02-03", total: 27 },
    },
  ]).flat();
  const receipt = await submit("wrong-file", wrong);
  await stack.runNight();
  const published = await figures();

  const accepted = receipt.records.filter(({ outcome }) => outcome === "accepted");
  const withdrawals = accepted.map(({ eventId }) => ({
    ...{ type: "event.withdrawn", eventId: `undo-${eventId}`, practice, withdraws: eventId, reason: "wrong file" },
  }));
  const undone = await submit("wrong-file-withdrawn", withdrawals);
  await stack.runNight();

  expect(receipt.accepted).toBe(60);
  expect(published).not.toEqual(right);
  expect(undone.accepted).toBe(60);
  expect(await figures()).toEqual(right);
}, 300_000);
