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
  /** Requests a second that the API answers before it sends 429, and the burst above it. */
  requestsPerSecond: number;
  burst: number;
  /** The systems that send on behalf of practices: one client each, never one per practice. */
  suppliers: readonly string[];
  /** The name readers and suppliers use; without one, API Gateway's own address serves. */
  domain: { name: string; certificateArn: string } | undefined;
};

export const stages: Record<StageName, Stage> = {
  test: {
    name: "test",
    keepsData: false,
    recoveryDays: 7,
    logRetentionDays: 30,
    requestsPerSecond: 50,
    burst: 100,
    suppliers: ["sample-supplier-one", "sample-supplier-two"],
    domain: undefined,
  },
  production: {
    name: "production",
    keepsData: true,
    recoveryDays: 35,
    logRetentionDays: 90,
    requestsPerSecond: 200,
    burst: 400,
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
