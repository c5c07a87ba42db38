/**
 * The stages Hearten is deployed to, and everything in which they differ. There is one region, because health data stays in the United
 * Kingdom: https://digital.nhs.uk/services/cloud-centre-of-excellence
 */
export const region = "eu-west-2";

export type StageName = "test" | "production";

export type Stage = {
  name: StageName;
  /** Whether tables, buckets, keys and accounts outlive their stack, and refuse to be deleted. */
  keepsData: boolean;
  /** How far back a table can be restored. */
  recoveryDays: number;
  logRetentionDays: 30 | 90;
  /** How long it stays known who reached which object. */
  auditDays: number;
  /** How long each night's copy of the tables is kept. */
  backupDays: number;
  /** Requests a second that the API answers before it sends 429, and the burst above it. */
  requestsPerSecond: number;
  burst: number;
  /** Requests from one address within five minutes before it is turned away for a while. */
  requestsPerAddress: number;
  /** What a month may cost in US dollars before somebody is told, at half, four fifths and all of it. */
  budgetDollars: number;
  /** Whether files are scanned for malware before anything of them is read. It is charged by object and gigabyte. */
  scansFiles: boolean;
  /** Who is told when an alarm goes off. Each is asked by mail to confirm. */
  onCall: readonly string[];
  /** The systems that send on behalf of practices: one client each, never one per practice. */
  suppliers: readonly string[];
  /** The names readers and suppliers use; without one, API Gateway's own address serves. */
  domain: StageDomain | undefined;
};

export type OwnName = { name: string; certificateArn: string };

/** `suppliers` is a second name, for systems alone: there a request without a client certificate of the trust store ends before it is read. */
export type StageDomain = OwnName & { suppliers?: OwnName & { trustStore: TrustStore } };

/** The certificates that a supplier's must descend from: a PEM file in a bucket, pinned to one version so that it changes by deployment alone. */
export type TrustStore = { bucketName: string; key: string; version: string };

export const stages: Record<StageName, Stage> = {
  test: {
    name: "test",
    keepsData: false,
    recoveryDays: 7,
    logRetentionDays: 30,
    auditDays: 30,
    backupDays: 7,
    requestsPerSecond: 50,
    burst: 100,
    requestsPerAddress: 10_000,
    budgetDollars: 100,
    scansFiles: true,
    onCall: [],
    suppliers: ["sample-supplier-one", "sample-supplier-two"],
    domain: undefined,
  },
  production: {
    name: "production",
    keepsData: true,
    recoveryDays: 35,
    logRetentionDays: 90,
    auditDays: 2557,
    backupDays: 35,
    requestsPerSecond: 200,
    burst: 400,
    requestsPerAddress: 10_000,
    budgetDollars: 600,
    scansFiles: true,
    onCall: [],
    suppliers: [],
    domain: undefined,
  },
};

/** The stage of that name; a name that is none throws and lists those that are. */
export function stageNamed(name: string): Stage {
  const found = Object.values(stages).find((stage) => stage.name === name);
  if (found === undefined) throw new Error(`stage must be one of ${Object.keys(stages).join(", ")}`);
  return found;
}
