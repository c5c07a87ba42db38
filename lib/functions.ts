import { derivedNotePartition, runsPartition, settledPartition } from "../names.ts";
import {
  type FunctionDeclaration,
  keepsEvents,
  keepsReleased,
  looksAtNights,
  notesTrouble,
  readsPointer,
  readsReleased,
  readsRun,
  readsTogether,
  readsToken,
  receivesMessages,
  refreshesStatistics,
  worksAtNight,
  writesRun,
} from "./function-grants.ts";

/**
 * Every function there is: the folder `functions/<name>` of each holds its handler. What one is given and may do stands here alone; the
 * template, the laptop and the tests read it from what is synthesized.
 */
export const functions = {
  "take-submission": {
    stack: "ingest",
    memoryMb: 1024,
    timeoutSeconds: 29,
    atOnce: 100,
    env: ["SOURCE_TABLE", "DERIVED_TABLE", "RAW_BUCKET", "PARTS_QUEUE_URL", "REFERRAL_KEY_ID", "PERSON_KEY_ID", ...readsToken],
    grants: [...keepsEvents, readsTogether, { on: "raw/parts", may: ["s3:PutObject"] }, { on: "parts", may: ["sqs:SendMessage"] }],
  },
  "store-part": {
    stack: "ingest",
    memoryMb: 1024,
    timeoutSeconds: 120,
    atOnce: 20,
    env: ["SOURCE_TABLE", "DERIVED_TABLE", "RAW_BUCKET", "FILES_QUEUE_URL", "REFERRAL_KEY_ID", "PERSON_KEY_ID"],
    grants: [
      ...keepsEvents,
      readsTogether,
      { on: "raw/parts", may: ["s3:DeleteObject", "s3:GetObject"] },
      // Reading, because whoever is erased meanwhile is taken out of what was just written.
      { on: "raw/acknowledgements", may: ["s3:GetObject", "s3:PutObject"] },
      { on: "parts", may: receivesMessages },
      { on: "files", may: ["sqs:SendMessage"] },
    ],
  },
  "read-receipt": {
    stack: "ingest",
    memoryMb: 512,
    timeoutSeconds: 10,
    atOnce: 50,
    env: ["SOURCE_TABLE", "RAW_BUCKET", ...readsToken],
    grants: [
      { on: "source", may: ["dynamodb:Query"] },
      { on: "raw/acknowledgements", may: ["s3:GetObject"] },
    ],
  },
  "take-file": {
    stack: "ingest",
    memoryMb: 512,
    timeoutSeconds: 29,
    atOnce: 20,
    env: ["SOURCE_TABLE", "RAW_BUCKET", "FILES_QUEUE_URL", "REFERRAL_KEY_ID", ...readsToken],
    grants: [
      { on: "source", may: ["dynamodb:PutItem", "dynamodb:Query"] },
      {
        on: "raw/files",
        may: ["s3:AbortMultipartUpload", "s3:DeleteObjectVersion", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject"],
      },
      { on: "raw", may: ["s3:ListBucket"] },
      { on: "referral-key", may: ["kms:GenerateMac"] },
      { on: "files", may: ["sqs:SendMessage"] },
    ],
  },
  "split-file": {
    stack: "ingest",
    memoryMb: 1024,
    timeoutSeconds: 300,
    atOnce: 5,
    env: ["SOURCE_TABLE", "RAW_BUCKET", "FILES_QUEUE_URL", "PARTS_QUEUE_URL", "REFERRAL_KEY_ID", "PERSON_KEY_ID", "MALWARE_SCAN"],
    grants: [
      { on: "source", may: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"] },
      { on: "raw/files", may: ["s3:DeleteObjectVersion", "s3:GetObjectVersion", "s3:GetObjectVersionTagging"] },
      { on: "raw/parts", may: ["s3:PutObject"] },
      { on: "raw/acknowledgements", may: ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"] },
      { on: "referral-key", may: ["kms:GenerateMac"] },
      { on: "person-key", may: ["kms:GenerateMac"] },
      { on: "parts", may: ["sqs:SendMessage"] },
      { on: "files", may: ["sqs:SendMessage", ...receivesMessages] },
    ],
  },
  "exclude-people": {
    stack: "ingest",
    memoryMb: 1024,
    timeoutSeconds: 29,
    atOnce: 5,
    env: ["SOURCE_TABLE", "DERIVED_TABLE", "RAW_BUCKET", "REFERRAL_KEY_ID", "PERSON_KEY_ID", ...readsToken],
    grants: [
      ...keepsEvents,
      { on: "source", may: ["dynamodb:DeleteItem"] },
      { on: "raw/exclusions", may: ["s3:PutObject"] },
      { on: "raw/parts", may: ["s3:GetObject", "s3:PutObject"] },
      { on: "raw/acknowledgements", may: ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"] },
      { on: "raw", may: ["s3:ListBucket"] },
    ],
  },
  "score-instrument": { stack: "ingest", memoryMb: 512, timeoutSeconds: 10, atOnce: 8, env: [], grants: [] },
  "describe-api": { stack: "ingest", memoryMb: 512, timeoutSeconds: 10, atOnce: 5, env: [], grants: [] },
  "plan-night": {
    stack: "night",
    memoryMb: 1024,
    timeoutSeconds: 300,
    atOnce: 2,
    env: worksAtNight,
    grants: [
      { on: "source", may: ["dynamodb:Query"] },
      { on: "source", may: ["dynamodb:GetItem", "dynamodb:PutItem"], inPartitions: [derivedNotePartition] },
      { on: "source/organisationsByParent", may: ["dynamodb:Query"] },
      { on: "derived", may: ["dynamodb:DescribeTable", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"] },
      readsPointer,
      ...writesRun,
    ],
  },
  "refresh-units": {
    stack: "night",
    memoryMb: 1024,
    timeoutSeconds: 300,
    atOnce: 20,
    env: worksAtNight,
    grants: [
      ...refreshesStatistics,
      // Episodes that older rules folded are folded anew, as a submission's are.
      { on: "source", may: ["dynamodb:ConditionCheckItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"] },
    ],
  },
  "roll-up": { stack: "night", memoryMb: 1024, timeoutSeconds: 900, atOnce: 2, env: worksAtNight, grants: refreshesStatistics },
  "plan-pages": {
    stack: "night",
    // every table of the country at once
    memoryMb: 3008,
    timeoutSeconds: 900,
    // boards beside each other, and then all of them together
    atOnce: 8,
    env: worksAtNight,
    grants: [
      { on: "derived", may: ["dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:Query"] },
      readsPointer,
      keepsReleased,
      ...writesRun,
    ],
  },
  "render-pages": {
    stack: "night",
    memoryMb: 2048,
    timeoutSeconds: 600,
    atOnce: 10,
    env: worksAtNight,
    grants: [
      { on: "derived", may: ["dynamodb:GetItem"] },
      // Reading, because what is there since long ago is written again if it is as it was.
      { on: "reports/objects", may: ["s3:GetObject", "s3:PutObject"] },
      readsPointer,
      // What a board's pages were worked out from lies there for the next drawing.
      keepsReleased,
      ...writesRun,
    ],
  },
  "verify-generation": {
    stack: "night",
    // two manifests of the country at once
    memoryMb: 3008,
    timeoutSeconds: 900,
    // boards beside each other, and then all of them together
    atOnce: 8,
    env: worksAtNight,
    grants: [
      { on: "derived", may: ["dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"] },
      { on: "reports/objects", may: ["s3:GetObject"] },
      readsReleased,
      ...writesRun,
    ],
  },
  "publish-generation": {
    stack: "night",
    memoryMb: 512,
    timeoutSeconds: 60,
    atOnce: 2,
    env: [...worksAtNight, "RAW_BUCKET"],
    grants: [
      { on: "source", may: ["dynamodb:Query"], inPartitions: [settledPartition] },
      { on: "derived", may: ["dynamodb:GetItem", "dynamodb:PutItem"] },
      { on: "raw", may: ["s3:ListBucket"] },
      { on: "reports/pointer", may: ["s3:GetObject", "s3:PutObject"] },
      ...readsRun,
      notesTrouble,
    ],
  },
  "collect-garbage": {
    stack: "night",
    memoryMb: 2048,
    timeoutSeconds: 900,
    atOnce: 1,
    env: worksAtNight,
    grants: [
      { on: "derived", may: ["dynamodb:GetItem"] },
      { on: "reports/objects", may: ["s3:DeleteObjectVersion"] },
      { on: "reports/released", may: ["s3:DeleteObjectVersion"] },
      { on: "reports/runs", may: ["s3:DeleteObjectVersion", "s3:GetObject"] },
      { on: "reports", may: ["s3:ListBucket", "s3:ListBucketVersions"] },
      readsPointer,
      notesTrouble,
    ],
  },
  "write-lake": {
    stack: "night",
    memoryMb: 2048,
    timeoutSeconds: 900,
    atOnce: 1,
    env: ["SOURCE_TABLE", "DERIVED_TABLE", "LAKE_BUCKET"],
    grants: [
      { on: "source", may: ["dynamodb:Query"] },
      { on: "source/organisationsByParent", may: ["dynamodb:Query"] },
      { on: "derived", may: ["dynamodb:Query"] },
      { on: "lake/tables", may: ["s3:GetObject", "s3:PutObject"] },
      { on: "lake/ledger", may: ["s3:GetObject", "s3:PutObject"] },
      { on: "lake", may: ["s3:ListBucket"] },
    ],
  },
  "inspect-night": {
    stack: "night",
    memoryMb: 2048,
    timeoutSeconds: 900,
    atOnce: 1,
    env: worksAtNight,
    grants: looksAtNights,
  },
  "preview-night": {
    stack: "night",
    memoryMb: 2048,
    timeoutSeconds: 900,
    atOnce: 1,
    env: worksAtNight,
    grants: [
      { on: "source", may: ["dynamodb:GetItem", "dynamodb:Query"] },
      { on: "source/organisationsByParent", may: ["dynamodb:Query"] },
      { on: "derived", may: ["dynamodb:BatchGetItem", "dynamodb:DescribeTable", "dynamodb:GetItem", "dynamodb:Query"] },
      readsPointer,
      readsReleased,
      ...readsRun,
    ],
  },
  "verify-statistics": {
    stack: "night",
    memoryMb: 3008,
    timeoutSeconds: 900,
    atOnce: 1,
    env: worksAtNight,
    grants: [{ on: "source", may: ["dynamodb:Scan"] }, { on: "derived", may: ["dynamodb:Scan"] }, ...looksAtNights],
  },
  "roll-back": {
    stack: "night",
    memoryMb: 2048,
    timeoutSeconds: 900,
    atOnce: 1,
    env: worksAtNight,
    grants: [
      { on: "derived", may: ["dynamodb:GetItem", "dynamodb:PutItem"] },
      { on: "reports/objects", may: ["s3:GetObject", "s3:PutObject"] },
      { on: "reports/pointer", may: ["s3:GetObject", "s3:PutObject"] },
      keepsReleased,
      ...writesRun,
    ],
  },
  "withdraw-pack": {
    stack: "night",
    memoryMb: 512,
    timeoutSeconds: 60,
    atOnce: 1,
    env: worksAtNight,
    grants: [{ on: "reports/pointer", may: ["s3:GetObject", "s3:PutObject"] }],
  },
  "rebuild-statistics": {
    stack: "night",
    memoryMb: 3008,
    timeoutSeconds: 900,
    atOnce: 1,
    env: ["SOURCE_TABLE", "DERIVED_TABLE", "RAW_BUCKET"],
    grants: [
      {
        on: "source",
        may: [
          ...["dynamodb:ConditionCheckItem", "dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem"],
          ...["dynamodb:Query", "dynamodb:Scan", "dynamodb:UpdateItem"],
        ],
      },
      { on: "derived", may: ["dynamodb:DeleteItem", "dynamodb:DescribeTable", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Scan"] },
      { on: "raw/exclusions", may: ["s3:GetObject"] },
      { on: "raw", may: ["s3:ListBucket"] },
    ],
  },
  "read-report": {
    stack: "reports",
    memoryMb: 512,
    timeoutSeconds: 15,
    atOnce: 100,
    env: ["SOURCE_TABLE", "REPORTS_BUCKET", "SIGN_IN_CLIENT_ID", ...readsToken],
    grants: [
      { on: "source", may: ["dynamodb:Query"] },
      { on: "reports/objects", may: ["s3:GetObject"] },
      { on: "reports/runs", may: ["s3:GetObject"] },
      { on: "reports/pointer", may: ["s3:GetObject"] },
    ],
  },
  "tell-status": {
    stack: "reports",
    memoryMb: 512,
    timeoutSeconds: 10,
    atOnce: 5,
    env: ["DERIVED_TABLE", "REPORTS_BUCKET"],
    grants: [
      { on: "derived", may: ["dynamodb:Query"], inPartitions: [runsPartition] },
      readsPointer,
      { on: "reports/trouble", may: ["s3:GetObject"] },
      { on: "reports", may: ["s3:ListBucket"] },
    ],
  },
  "read-practice": {
    stack: "reports",
    memoryMb: 512,
    timeoutSeconds: 15,
    atOnce: 50,
    env: ["SOURCE_TABLE", "DERIVED_TABLE", "SIGN_IN_CLIENT_ID", ...readsToken],
    grants: [
      { on: "source", may: ["dynamodb:GetItem", "dynamodb:Query"] },
      { on: "derived", may: ["dynamodb:Query"] },
    ],
  },
  "fill-in": {
    stack: "reports",
    memoryMb: 1024,
    timeoutSeconds: 29,
    atOnce: 20,
    env: ["SOURCE_TABLE", "DERIVED_TABLE", "REFERRAL_KEY_ID", "PERSON_KEY_ID", "SIGN_IN_CLIENT_ID", "PUBLIC_URL", ...readsToken],
    grants: [...keepsEvents, readsTogether],
  },
  "show-practice": {
    stack: "reports",
    memoryMb: 512,
    timeoutSeconds: 15,
    atOnce: 20,
    env: ["SOURCE_TABLE", "DERIVED_TABLE", "REPORTS_BUCKET", "SIGN_IN_CLIENT_ID", "PUBLIC_URL", ...readsToken],
    grants: [
      { on: "source", may: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"] },
      { on: "derived", may: ["dynamodb:Query"] },
      readsPointer,
    ],
  },
  "acknowledge-risk": {
    stack: "reports",
    memoryMb: 512,
    timeoutSeconds: 15,
    atOnce: 10,
    env: ["SOURCE_TABLE", "DERIVED_TABLE", "SIGN_IN_CLIENT_ID", ...readsToken],
    grants: [
      { on: "source", may: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"] },
      { on: "derived", may: ["dynamodb:Query"] },
    ],
  },
  "explore-figures": { stack: "reports", memoryMb: 512, timeoutSeconds: 10, atOnce: 2, env: [], grants: [] },
  "sign-in": {
    stack: "reports",
    memoryMb: 512,
    timeoutSeconds: 15,
    atOnce: 20,
    env: ["SIGN_IN_CLIENT_ID", "SIGN_IN_AUTHORIZE_URL", "SIGN_IN_TOKEN_URL", "PUBLIC_URL", ...readsToken],
    grants: [],
  },
} as const satisfies Record<string, FunctionDeclaration>;

export type FunctionName = keyof typeof functions;

/** The declaration of one function, widened to what every function has. */
export function declarationOf(name: FunctionName): FunctionDeclaration {
  return functions[name];
}

export const functionNames: readonly FunctionName[] = Object.keys(functions).filter((name): name is FunctionName => name in functions);
