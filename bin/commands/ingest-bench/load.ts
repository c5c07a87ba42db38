import { Agent, request } from "node:http";
import { setTimeout } from "node:timers/promises";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";

/** How to send to the product under measurement, and where its store is. */
export const served = z.object({
  url: z.url(),
  token: z.string(),
  practice: z.string(),
  /** Its access file, for commands that send. */
  access: z.string(),
  /** Where it is told how often the store was called, where that is counted. */
  calls: z.url().nullable(),
  dynamo: z.url(),
  table: z.string(),
  credentials: z.object({ accessKeyId: z.string(), secretAccessKey: z.string() }),
  region: z.string(),
});
export type Served = z.infer<typeof served>;

/** How many of something were done in a second, and how long one took: half of them less, and 99 of 100. */
export type Load = { readonly perSecond: number; readonly p50: number; readonly p99: number };

const connections = 32;

/** Hears how many of how many are done. */
export type Told = (done: number, total: number) => void;

const quiet: Told = () => undefined;

/** Does a piece of work again and again, on so many connections at once. */
export async function load(times: number, work: (turn: number) => Promise<void>, told: Told = quiet): Promise<Load> {
  const took: number[] = [];
  let next = 0;
  const start = performance.now();
  const worker = async () => {
    for (let turn = next++; turn < times; turn = next++) {
      const begun = performance.now();
      await work(turn);
      told(took.push(performance.now() - begun), times);
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
  return loadOf(took, performance.now() - start);
}

/**
 * Begins a piece of work so many times a second, whether or not what was begun before is done, as senders do who know nothing of each other. How
 * long one took counts from when it was due: what waits for a connection is waited for.
 */
export async function steadyLoad(
  { perSecond, times }: { perSecond: number; times: number },
  work: (turn: number) => Promise<void>,
  told: Told = quiet,
): Promise<Load> {
  const took: number[] = [];
  const start = performance.now();
  const begun = Array.from({ length: times }, async (_, turn) => {
    const due = start + (turn * 1000) / perSecond;
    await setTimeout(Math.max(0, due - performance.now()));
    await work(turn);
    told(took.push(performance.now() - due), times);
  });
  await Promise.all(begun);
  return loadOf(took, performance.now() - start);
}

function loadOf(took: number[], milliseconds: number): Load {
  took.sort((a, b) => a - b);
  const at = (share: number) => took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? 0;
  return { perSecond: took.length / (milliseconds / 1000), p50: at(0.5), p99: at(0.99) };
}

/** Transactions of the bare store: the five rows that one new event of a referral is, without anybody having looked at it. */
export function bareStore({ dynamo, table, credentials, region }: Served): { write(turn: number): Promise<void>; close(): void } {
  const bare = new DynamoDBClient({ endpoint: dynamo, region, credentials });
  const client = DynamoDBDocumentClient.from(bare);
  const body = "x".repeat(300);
  return {
    async write(turn) {
      const TransactItems = Array.from({ length: 5 }, (_, row) => ({
        Put: { TableName: table, Item: { pk: `BENCH#${turn}`, sk: `${row}`, body } },
      }));
      await client.send(new TransactWriteCommand({ TransactItems }));
    },
    close: () => bare.destroy(),
  };
}

/** Submissions over HTTP, each of some referrals that nobody sent before, with two questionnaires each. */
export function sender(
  { url, token, practice }: Served,
  name: string,
): { send(turn: number, events: number): Promise<void>; close(): void } {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  return {
    async send(turn, events) {
      const body = JSON.stringify({ submissionId: `${name}-${turn}`, events: eventsOf(`${name}-${turn}`, practice, events) });
      const headers = { authorization: `Bearer ${token}`, "content-type": "application/json", "content-length": Buffer.byteLength(body) };
      await new Promise<void>((done, failed) => {
        const sent = request(`${url}/v1/submissions`, { method: "POST", agent, headers }, (answer) => {
          answer.resume();
          answer.on("end", () => (answer.statusCode === 200 ? done() : failed(new Error(`the service answered ${answer.statusCode}`))));
          answer.on("error", failed);
        });
        sent.on("error", failed);
        sent.end(body);
      });
    },
    close: () => agent.destroy(),
  };
}

const eventsOfAReferral = 5;

function eventsOf(name: string, practice: string, count: number): readonly object[] {
  return Array.from({ length: count }, (_, n) => {
    const referralId = `${name}-R${Math.floor(n / eventsOfAReferral)}`;
    const base = { practice, referralId, eventId: `${name}-${n}` };
    if (n % eventsOfAReferral === 0) {
      return { type: "referral.recorded", ...base, patient: { localId: referralId }, referredOn: "2026-03-02", referrerRole: "nurse" };
    }
    const completedOn = n % 2 === 1 ? "2026-03-04" : "2026-06-04";
    return { type: "survey.completed", ...base, instrument: n % eventsOfAReferral < 3 ? "phq-9" : "gad-7", completedOn, total: n % 20 };
  });
}
