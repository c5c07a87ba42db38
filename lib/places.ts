import type { env } from "../names.ts";

/** The key of an environment variable, as `names.ts` spells it. */
export type EnvironmentKey = (typeof env)[keyof typeof env];

/** Everything that a function may be allowed to touch. A bucket is split by prefix, because each prefix has its own readers and writers. */
export type PlaceName =
  | "source"
  | "source/organisationsByParent"
  | "derived"
  | "raw"
  | "raw/files"
  | "raw/parts"
  | "raw/exclusions"
  | "raw/acknowledgements"
  | "reports/objects"
  | "reports/released"
  | "reports/runs"
  | "reports/trouble"
  | "reports/pointer"
  | "reports"
  | "lake"
  | "lake/tables"
  | "lake/ledger"
  | "parts"
  | "files"
  | "referral-key"
  | "person-key";

/** Where a place is, and the key that its data are kept under (a key is its own). */
export type Place = { arn: string; dataKeyArn?: string };

export type Places = Partial<Record<PlaceName, Place>>;
export type Environment = Partial<Record<EnvironmentKey, string>>;
