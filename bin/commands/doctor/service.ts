import type { WholeNightPorts } from "../night/run-night.ts";

/** What the doctor asks of a service, on this machine or on AWS. */
export type Service = {
  readonly ports: Pick<WholeNightPorts, "derived" | "reports" | "digest" | "organisations" | "codeVersion" | "settledBook" | "derivedBook">;
  /** Whether nobody else can be at work on it: on one machine whoever looks holds the data. */
  readonly isAlone: boolean;
  /** The instant, UTC. */
  readonly now: () => Date;
  /** The stacks of a stage and how each is; none on one machine. */
  readonly stacks: readonly { readonly name: string; readonly status: string }[];
  /** Tables, buckets and keys by name, each with how it is: `ACTIVE` and `Enabled` are well. */
  readonly tables: () => Promise<Readonly<Record<string, string>>>;
  readonly buckets: () => Promise<Readonly<Record<string, string>>>;
  readonly keys: () => Promise<Readonly<Record<string, string>>>;
  /** How many parts wait to be stored, and how many could not be. */
  readonly parts: () => Promise<{ readonly waiting: number; readonly failed: number }>;
  /** The instant by the clock of the store; `null` where it does not tell. */
  readonly storeClock: () => Promise<Date | null>;
};
