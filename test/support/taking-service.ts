import { createHmac } from "node:crypto";
import type { AuthoritySource } from "../../core/ports/authority.ts";
import type { LedgerBook } from "../../core/ports/ledger-book.ts";
import type { ReceiptStore } from "../../core/ports/receipts.ts";
import type { EpisodeStore } from "../../core/ports/source.ts";
import { type TakingDeps, takeSubmission } from "../../functions/take-submission/take-submission.ts";
import { keepingDeps } from "./keeping.ts";
import { memoryEpisodes } from "./memory-episodes.ts";
import { memoryLedgers } from "./memory-ledgers.ts";
import { memoryParts, memoryReceipts } from "./memory-receipts.ts";

const mac = (text: string) => createHmac("sha256", "key").update(text).digest("hex");
const practice = { level: "practice" as const, kind: "practice" as const, name: "", parent: null, validFrom: "2000-01-01" };

/** A client that may send for every practice. */
export const everyPractice: AuthoritySource = {
  organisationVersions: async (code) => [{ ...practice, code, validTo: null, sample: true }],
  grantOf: async (_, organisation) => ({ organisation, scope: "own", expiresOn: null }),
};

type Stores = { readonly episodes: EpisodeStore; readonly receipts: ReceiptStore; readonly ledgers: LedgerBook };

/** What taking in needs, over some stores. */
export function takingDeps({ episodes, receipts, ledgers }: Stores, authority = everyPractice): TakingDeps {
  const parts = memoryParts();
  return {
    ...keepingDeps(episodes, ledgers),
    ...{ receipts, parts, queue: parts, authority },
    pseudonyms: { refKey: async (ods, id) => mac(`${ods}|${id}`), personId: async (patient) => mac(patient) },
    now: () => Date.parse("2026-11-22T12:00:00Z"),
  };
}

/** Stores that remember, with answers written in the transactions of their events, or always after them. */
export function twinStores({ together }: { together: boolean }) {
  const [receipts, ledgers] = [memoryReceipts(), memoryLedgers()];
  return { receipts, ledgers, episodes: memoryEpisodes(together ? { receipts, ledgers } : undefined) };
}

/** Sends some events as one submission. */
export function send(submissionId: string, events: readonly object[], deps: TakingDeps) {
  const body = Buffer.from(JSON.stringify({ submissionId, events }));
  return takeSubmission({ client: "c1", contentType: "application/json", body, idempotencyKey: null }, deps);
}

const place = { practice: "A81001", referralId: "R1" };

export const sentReferral = { type: "referral.recorded", eventId: "r1", ...place, patient: { localId: "1" }, referredOn: "2026-03-02" };
export const sentSurvey = { type: "survey.completed", eventId: "s1", ...place, instrument: "phq-9", completedOn: "2026-03-04", total: 12 };
export const sentWithdrawal = { type: "event.withdrawn", eventId: "w1", practice: "A81001", withdraws: "s1" };
