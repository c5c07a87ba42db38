import { createHash } from "node:crypto";
import { isModifier, type KeptEvent } from "../../core/events/kept-event.ts";
import type { Arrival } from "../../core/keeping/arrivals.ts";
import { keepEvents } from "../../core/keeping/keep-events.ts";
import type { KeepingDeps, Kept } from "../../core/keeping/kept.ts";
import type { LedgerBook } from "../../core/ports/ledger-book.ts";
import type { EpisodeStore } from "../../core/ports/source.ts";
import { memoryLedgers } from "./memory-ledgers.ts";

/** What keeping needs, over a store, with ids that count up and pauses that only let others go first. */
export function keepingDeps(episodes: EpisodeStore, ledgers: LedgerBook = memoryLedgers()): KeepingDeps {
  let id = 0;
  return {
    episodes,
    nextId: () => `01TEST${String(++id).padStart(10, "0")}${Math.random().toString(36).slice(2, 8)}`,
    sha256: (text) => createHash("sha256").update(text).digest("hex"),
    ledgers,
    pause: () => new Promise((done) => setImmediate(done)),
  };
}

/** Events as they arrive, under a reference that stands for the referral's. */
export function arrivals(events: readonly KeptEvent[]): readonly Arrival[] {
  return events.map((event, index) => ({ index, event, refKey: referenceOf(event) }));
}

export function referenceOf(event: KeptEvent): string | null {
  if (event.type === "event.withdrawn") return null;
  return `ref-${isModifier(event) ? event.event.referralId : event.referralId}`;
}

/** Keeps events that came together. */
export function keep(episodes: EpisodeStore, events: readonly KeptEvent[], submission = "client#s1"): Promise<readonly Kept[]> {
  return keepEvents(arrivals(events), { submission, receivedAt: "2026-11-22T09:00:00.000Z" }, keepingDeps(episodes));
}

/** One word for each verdict: the outcome, or the rule that was broken. */
export function words(kept: readonly Kept[]): readonly string[] {
  return kept.map((one) => (one.outcome === "rejected" ? one.refusal.rule : one.outcome));
}
