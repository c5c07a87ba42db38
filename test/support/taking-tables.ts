import { createHmac } from "node:crypto";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { dynamoEpisodes } from "../../adapters/dynamo-episodes.ts";
import { dynamoLedgers } from "../../adapters/dynamo-ledgers.ts";
import { dynamoReceipts } from "../../adapters/dynamo-receipts.ts";
import { repairTables } from "../../adapters/repair-tables.ts";
import { runNight } from "../../bin/commands/night/run-night.ts";
import { verifyEverything } from "../../core/night/verify-everything.ts";
import type { PartMessage, PartStore } from "../../core/ports/receipts.ts";
import type { Receipt, ReceiptRecord } from "../../core/submission/receipt.ts";
import { type StoringDeps, storePart } from "../../functions/store-part/store-part.ts";
import { type TakingDeps, takeSubmission } from "../../functions/take-submission/take-submission.ts";
import { bucketTwin } from "./bucket-twin.ts";
import { keepingDeps } from "./keeping.ts";
import { memoryAcknowledgements, memoryFileBook, memoryFileQueue } from "./memory-files.ts";
import { memoryParts } from "./memory-receipts.ts";
import { publishedFiles } from "./night-states.ts";
import { nightPorts, smallEngland } from "./night-twin.ts";
import type { SourceTables } from "./source-tables.ts";

const mac = (text: string) => createHmac("sha256", "key").update(text).digest("hex");
const version = { level: "practice" as const, kind: "practice" as const, name: "", parent: null, validTo: null, sample: true };

/** Where a service stands that takes submissions in, and what is put in the place of one of its ports. */
export type TakingPlace = {
  readonly tables: SourceTables;
  readonly client?: DynamoDBDocumentClient;
  readonly parts?: ReturnType<typeof memoryParts>;
  readonly pause?: (attempt: number) => Promise<void>;
  /** Under which pseudonym a person is known, where a test must name them. */
  readonly personId?: (patient: string) => Promise<string>;
  /** The instant, in milliseconds. */
  readonly now?: () => number;
};

/** A service over the two tables, with nights: everything from the body that was sent to the pages. Its parts are kept in memory. */
export function takingService({ tables, client = tables.client, parts = memoryParts(), ...given }: TakingPlace) {
  const keeping = keepingDeps(dynamoEpisodes(client, tables));
  const deps: TakingDeps & StoringDeps & { readonly parts: PartStore } = {
    ...keeping,
    ledgers: dynamoLedgers(client, tables.source),
    receipts: dynamoReceipts(client, tables.source),
    ...{ parts, queue: parts, files: memoryFileBook(), acknowledgements: memoryAcknowledgements(), fileQueue: memoryFileQueue() },
    authority: {
      organisationVersions: async (code) => [{ ...version, code, validFrom: "2000-01-01" }],
      grantOf: async (_, organisation) => ({ organisation, scope: "own", expiresOn: null }),
    },
    pseudonyms: { refKey: async (ods, id) => mac(`${ods}|${id}`), personId: given.personId ?? (async (patient) => mac(patient)) },
    pause: given.pause ?? keeping.pause,
    now: given.now ?? (() => Date.parse("2026-11-22T12:00:00Z")),
  };
  const bucket = bucketTwin();
  const ports = nightPorts({ dynamo: tables.client, s3: bucket.client, organisations: smallEngland });
  const repair = repairTables(tables);
  return {
    ...{ deps, parts, ports, repair },
    /** A referral of that person with a score, as it is sent. */
    sent: (person: string): readonly object[] => [sentReferral(`R-${person}`), sentSurvey(`R-${person}`, 14)],
    /** Sends a body, or events under an id of their own. */
    async take(body: string | readonly object[], submissionId = "s1", contentType = "application/json"): Promise<Receipt> {
      const text = typeof body === "string" ? body : JSON.stringify({ events: body });
      const request = { client: "c1", contentType, body: Buffer.from(text), idempotencyKey: submissionId };
      const answer = await takeSubmission(request, deps);
      if ("problem" in answer) throw new Error(answer.problem.rule);
      return answer.receipt;
    },
    store: (message: PartMessage) => storePart(message, deps),
    /** A night, and whether afterwards every statistic is what the events say. */
    async night(civilDate = "2026-11-22"): Promise<Readonly<Record<string, string>>> {
      await runNight({ civilDate }, ports);
      const { different, waiting } = await verifyEverything({ ...ports, repair });
      if (different.length + waiting > 0) throw new Error(`not what the events say: ${different.join(", ")}, ${waiting} waiting`);
      return publishedFiles(ports);
    },
  };
}

/** One word for each record of a receipt: the rule that was broken, or the outcome. */
export function wordsOf({ records }: Pick<Receipt, "records">): readonly string[] {
  return records.map(({ rule, outcome }: ReceiptRecord) => rule ?? outcome);
}

/** A referral of somebody, as it is sent. */
export function sentReferral(referralId: string, more: object = {}): object {
  const own = { eventId: `r-${referralId}`, practice: "A81001", referralId, patient: { localId: `P-${referralId}` } };
  return { type: "referral.recorded", ...own, referredOn: "2026-03-02", referrerRole: "nurse", ...more };
}

/** A PHQ-9 of a referral, as it is sent. */
export function sentSurvey(referralId: string, total: number, more: object = {}): object {
  const own = { eventId: `s-${referralId}`, practice: "A81001", referralId, instrument: "phq-9", completedOn: "2026-03-04" };
  return { type: "survey.completed", ...own, total, ...more };
}
