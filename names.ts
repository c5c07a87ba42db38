/**
 * The names that infrastructure and code agree on: the one file that `lib/`, `functions/`, `local/` and `bin/` all read.
 * No logic lives here.
 */

/** Environment variables a function may be given; each handler parses exactly the ones it needs. */
export const env = {
  sourceTable: "SOURCE_TABLE",
  derivedTable: "DERIVED_TABLE",
  rawBucket: "RAW_BUCKET",
  reportsBucket: "REPORTS_BUCKET",
  lakeBucket: "LAKE_BUCKET",
  partsQueueUrl: "PARTS_QUEUE_URL",
  filesQueueUrl: "FILES_QUEUE_URL",
  nightMachineArn: "NIGHT_MACHINE_ARN",
  referralKeyId: "REFERRAL_KEY_ID",
  personKeyId: "PERSON_KEY_ID",
  tokenIssuer: "TOKEN_ISSUER",
  tokenJwksUrl: "TOKEN_JWKS_URL",
  signInClientId: "SIGN_IN_CLIENT_ID",
  signInAuthorizeUrl: "SIGN_IN_AUTHORIZE_URL",
  signInTokenUrl: "SIGN_IN_TOKEN_URL",
  publicUrl: "PUBLIC_URL",
  codeVersion: "CODE_VERSION",
  sampleData: "SAMPLE_DATA",
  malwareScan: "MALWARE_SCAN",
} as const;

/** What `MALWARE_SCAN` says where the bucket of raw files has no scanner. */
export const unscanned = "off";

/** The tag in which a bucket's scanner says what it found in a version of an object, and what it says there. The names are GuardDuty's. */
export const scanTag = { name: "GuardDutyMalwareScanStatus", clean: "NO_THREATS_FOUND", threat: "THREATS_FOUND" } as const;

/** Secondary indexes of the source table. */
export const indexes = { receiptsByPractice: "gsi1", organisationsByParent: "gsi2" } as const;

/** Prefixes inside the buckets. Each has its own rules; nothing is moved from one to another. */
export const prefixes = {
  raw: "raw/",
  parts: "parts/",
  acknowledgements: "acks/",
  exclusions: "exclusions/",
  objects: "objects/",
  released: "released/",
  runs: "runs/",
} as const;

/** The partition of the derived table in which runs are noted. */
export const runsPartition = "RUN";

/** The partition of the source table in which it is noted what was settled about people and done: one row for each entry of the register. */
export const settledPartition = "SETTLED";

/** The partition of the source table in which the newest run notes from which derived table it took its number. */
export const derivedNotePartition = "DERIVED";

/** The files under `runs/<generation>/` that list a run's batches: what is to be recomputed, to be planned, to be drawn, and to be checked. */
export const lists = { work: "work.json", boards: "boards.json", pages: "pages.json", checks: "checks.json" } as const;

/** The one object that says which generation readers see. */
export const pointerKey = "current.json";

/** What the stacks of a stage say of themselves, for the commands that work on a stage: outputs of CloudFormation. */
export const outputs = {
  sourceTable: "SourceTable",
  derivedTable: "DerivedTable",
  rawBucket: "RawBucket",
  reportsBucket: "ReportsBucket",
  referralKey: "ReferralKey",
  personKey: "PersonKey",
  projectKey: "ProjectKey",
  partsQueue: "PartsQueue",
  failedParts: "FailedParts",
  nightMachine: "NightMachine",
  address: "Address",
} as const;

/** The evaluators' lake: inside its bucket, where the tables and the ledger lie; in the catalogue, what it is called. */
export const lake = { tables: "tables/", ledger: "ledger.json", database: "hearten", results: "results/" } as const;

/** Scopes an access token may carry. */
export const scopes = { submit: "hearten/submit", read: "hearten/read", operate: "hearten/operate" } as const;

/** Where the service's own figures go, and what they are called. Each is told by service alone: a figure for each practice would cost thousands of pounds a month. */
export const metrics = {
  namespace: "Hearten",
  dimension: "service",
  accepted: "accepted",
  duplicate: "duplicate",
  rejected: "rejected",
  parked: "parked",
  refusedWhole: "refusedWhole",
  unauthorised: "unauthorised",
  failed: "failed",
  milliseconds: "milliseconds",
} as const;
