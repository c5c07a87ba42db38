/** What an asset holds, in the words of a register: what kind of information, and for how long. */
export type AssetFacts = {
  holds: string;
  information: "health, pseudonymised" | "health, aggregated" | "personal" | "secret" | "operational" | "none";
  kept: string;
};

/** Everything that can hold information, by its id in the templates; of the rest, what its type says. */
const factsById: Readonly<Record<string, AssetFacts>> = {
  source: {
    holds: "events, episode heads, receipts, organisations, grants, erasures",
    information: "health, pseudonymised",
    kept: "by the retention schedule",
  },
  derived: {
    holds: "episode summaries, marks, statistics, runs",
    information: "health, pseudonymised",
    kept: "rebuilt from source at any time",
  },
  raw: {
    holds:
      "large files as they were sent, until they are cut; parts of large submissions, checked and pseudonymised; acknowledgements; the register of erasures and opt-outs",
    information: "health, pseudonymised",
    kept: "until removed: see the retention schedule",
  },
  reports: {
    holds: "published pages and figures, generations, the pointer",
    information: "health, aggregated",
    kept: "until removed: see the retention schedule",
  },
  lake: {
    holds: "de-identified rows that the statistics are made from, by month and ICB",
    information: "health, pseudonymised",
    kept: "rebuilt from derived at any time; a day after it was written over",
  },
  answers: { holds: "answers to evaluators' questions", information: "health, pseudonymised", kept: "7 days" },
  accesslogs: { holds: "who reached which object", information: "operational", kept: "2557 days" },
  filesqueue: { holds: "which large file is to be cut, by client and submission", information: "operational", kept: "4 days" },
  filesfailed: { holds: "which large file could not be cut", information: "operational", kept: "14 days" },
  partsqueue: { holds: "where a part lies, by client and submission", information: "operational", kept: "4 days" },
  partsfailed: { holds: "where a part lies that could not be stored", information: "operational", kept: "14 days" },
  peoplepool: { holds: "accounts: mail address, second factor", information: "personal", kept: "while the account stands" },
  backupsvault: { holds: "nightly copies of both tables", information: "health, pseudonymised", kept: "35 days, locked" },
  referralkey: { holds: "the key by which a referral's pseudonym is made", information: "secret", kept: "while any pseudonym is kept" },
  projectkey: {
    holds: "the key by which a project's codes for people are made",
    information: "secret",
    kept: "while any dataset is in use",
  },
  personkey: { holds: "the key by which a person's pseudonym is made", information: "secret", kept: "while any pseudonym is kept" },
};

const factsByType: Readonly<Record<string, AssetFacts>> = {
  "AWS::KMS::Key": { holds: "a key that data are encrypted under", information: "secret", kept: "while the data are" },
  "AWS::Logs::LogGroup": {
    holds: "what was done, with counts and names of errors; never what was sent",
    information: "operational",
    kept: "90 days",
  },
  "AWS::Cognito::UserPoolClient": { holds: "a client's id and secret", information: "secret", kept: "while the client stands" },
  "AWS::Lambda::Function": { holds: "code; information only while it runs", information: "none", kept: "not at all" },
  "AWS::StepFunctions::StateMachine": {
    holds: "numbers of runs and keys of work; never its data",
    information: "operational",
    kept: "90 days",
  },
  "AWS::ApiGateway::RestApi": { holds: "nothing; passes requests on", information: "none", kept: "not at all" },
  "AWS::Athena::WorkGroup": { holds: "evaluators' questions, as they were asked", information: "operational", kept: "45 days, by Athena" },
  "AWS::SNS::Topic": { holds: "nothing; passes alarms on", information: "none", kept: "not at all" },
};

/** The types of resource that a register of digital assets lists: what holds, does or lets through. */
export const assetTypes: readonly string[] = [
  "AWS::DynamoDB::GlobalTable",
  "AWS::S3::Bucket",
  "AWS::SQS::Queue",
  "AWS::Cognito::UserPool",
  "AWS::Backup::BackupVault",
  ...Object.keys(factsByType),
];

/** @throws {Error} for an asset of which nobody has said what it holds */
export function factsOf({ id, type }: { id: string; type: string }): AssetFacts {
  const facts = factsById[id] ?? factsByType[type];
  if (facts === undefined) throw new Error(`lib/review/asset-facts.ts does not say what ${id} (${type}) holds`);
  return facts;
}
