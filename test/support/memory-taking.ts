import { createHmac } from "node:crypto";
import type { TakingDeps } from "../../functions/take-submission/take-submission.ts";
import { keepingDeps } from "./keeping.ts";
import { memoryEpisodes } from "./memory-episodes.ts";
import { memoryParts, memoryReceipts } from "./memory-receipts.ts";

const mac = (text: string) => createHmac("sha256", "key").update(text).digest("hex");

/** What taking submissions in needs, all of it in memory, for a client that may send for every practice. */
export function takingDeps() {
  const episodes = memoryEpisodes();
  const parts = memoryParts();
  const deps: TakingDeps = {
    ...keepingDeps(episodes),
    receipts: memoryReceipts(),
    ...{ parts, queue: parts },
    authority: {
      organisationVersions: async (code) => [
        { code, level: "practice", kind: "practice", name: "", parent: null, validFrom: "2000-01-01", validTo: null, sample: true },
      ],
      grantOf: async (_, organisation) => ({ organisation, scope: "own", expiresOn: null }),
    },
    pseudonyms: { refKey: async (ods, id) => mac(`${ods}|${id}`), personId: async (patient) => mac(patient) },
    now: () => Date.parse("2026-11-22T12:00:00Z"),
  };
  return { deps, episodes, parts };
}
