import type { SubmissionRule } from "./submission-rules.ts";

/**
 * What only the service can say of a file, because it takes its store, its registers or the request: by which rule something may be rejected that `hearten check` finds
 * nothing wrong with, and why. Everything else is said offline as it will be said online.
 */
export const knownToService: Readonly<Partial<Record<SubmissionRule, string>>> = {
  "unknown-practice": "the register of practices",
  "practice-not-granted": "what the sender was granted",
  "event-id-reused": "what was sent before, in other files (within one file it is found offline)",
  "correction-other-referral": "the referral of the event that is corrected",
  "too-many-for-referral": "how many events a referral has",
  "too-many-waiting": "how many withdrawals wait for one event",
  "submission-id-reused": "which submissions there were",
  "access-token": "the request",
  scope: "the request",
  "file-checksum": "the request",
  "try-again": "whether the service can take it now",
};

/** What becomes of a right record in the service that is told offline as `accepted`: the other events of its referral decide it. */
export const standsInService = ["superseded", "parked", "excluded"] as const;
