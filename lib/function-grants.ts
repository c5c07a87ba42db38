import type { EnvironmentKey, PlaceName } from "./places.ts";

/** These actions, on this place, and nothing else; of a table, in these partitions alone, where they are named. */
export type Grant = { on: PlaceName; may: readonly string[]; inPartitions?: readonly string[] };

export type FunctionDeclaration = {
  stack: "ingest" | "night" | "reports";
  memoryMb: number;
  timeoutSeconds: number;
  /** How many may run at once: kept free for this function, and never exceeded, so that no loop can run up a bill. */
  atOnce: number;
  env: readonly EnvironmentKey[];
  grants: readonly Grant[];
};

export const readsToken = ["TOKEN_ISSUER", "TOKEN_JWKS_URL"] as const;
export const worksAtNight = ["SOURCE_TABLE", "DERIVED_TABLE", "REPORTS_BUCKET", "CODE_VERSION"] as const;

/** What a submission needs in order to be kept; taking it and storing its parts do the same work. */
export const keepsEvents: readonly Grant[] = [
  { on: "source", may: ["dynamodb:ConditionCheckItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:UpdateItem"] },
  { on: "derived", may: ["dynamodb:DeleteItem", "dynamodb:PutItem"] },
  { on: "referral-key", may: ["kms:GenerateMac"] },
  { on: "person-key", may: ["kms:GenerateMac"] },
];

/** Reading several rows at once: those who keep events in the same breath as they judge them. */
export const readsTogether: Grant = { on: "source", may: ["dynamodb:BatchGetItem"] };

/** What Lambda needs in order to feed a function from a queue. */
export const receivesMessages = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"] as const;

/** Reading a run's files, where a file that is not there must be told from one that may not be read: S3 does so only for those who may list. */
export const readsRun: readonly Grant[] = [
  { on: "reports/runs", may: ["s3:GetObject"] },
  { on: "reports", may: ["s3:ListBucket"] },
];
export const writesRun: readonly Grant[] = [
  { on: "reports/runs", may: ["s3:GetObject", "s3:PutObject"] },
  { on: "reports", may: ["s3:ListBucket"] },
];
/** Tables as they are released, which pages are drawn from: the night reads them, and nobody who serves readers. */
export const readsReleased: Grant = { on: "reports/released", may: ["s3:GetObject"] };
export const keepsReleased: Grant = { on: "reports/released", may: ["s3:GetObject", "s3:PutObject"] };
/** A step that fails says so beside its run's files, for the status page. */
export const notesTrouble: Grant = { on: "reports/trouble", may: ["s3:PutObject"] };
export const readsPointer: Grant = { on: "reports/pointer", may: ["s3:GetObject"] };

/** Looking at what nights have left, and at nothing that was sent. */
export const looksAtNights: readonly Grant[] = [
  { on: "derived", may: ["dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:Query"] },
  { on: "reports/objects", may: ["s3:GetObject"] },
  { on: "reports", may: ["s3:ListBucketVersions"] },
  readsPointer,
  readsReleased,
  ...readsRun,
];

/** Every level is refreshed alike: read the data, compare and swap the statistic, delete exactly the marks that were read. */
export const refreshesStatistics: readonly Grant[] = [
  { on: "derived", may: ["dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"] },
  ...readsRun,
  notesTrouble,
];
