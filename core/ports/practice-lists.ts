import type { CivilDate } from "../civil-date.ts";
import type { Attention } from "../practice/attention.ts";
import type { OpenFollowUps } from "../practice/open-follow-ups.ts";
import type { Waiting } from "../practice/waiting.ts";

/** What the episodes of a practice put on its lists, kept with them in one transaction. Every read is consistent. */
export interface PracticeLists {
  /** Referrals with a follow-up that would still count on that day or later. */
  openFollowUps(practice: string, from: CivilDate): Promise<readonly OpenFollowUps[]>;
  /** Withdrawals that wait for an event of which no referral is known. */
  waiting(practice: string): Promise<readonly Waiting[]>;
  /** Referrals that somebody must look at. */
  attention(practice: string): Promise<readonly Attention[]>;
}
