/** The pages of `docs/operations` that an alarm can send a person to. */
export const runbooks = [
  "backup-failed",
  "credential-leaked",
  "key-disabled",
  "night-late",
  "numbers-do-not-add-up",
  "parts-not-stored",
  "service-not-answering",
  "spending",
  "supplier-sent-wrong-file",
] as const;

export type Runbook = (typeof runbooks)[number];

/** What whoever is woken reads first: what it means for people, and which page to open. */
export function alarmText({ impact, runbook }: { impact: string; runbook: Runbook }): string {
  return `${impact} Runbook: docs/operations/${runbook}.md`;
}
