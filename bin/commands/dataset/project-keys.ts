import { resolve } from "node:path";
import { KMSClient } from "@aws-sdk/client-kms";
import { projectPseudonyms } from "../../../adapters/project-pseudonyms.ts";
import type { ProjectPseudonyms } from "../../../core/dataset/dataset-referral.ts";
import { region as cloudRegion } from "../../../lib/stages.ts";
import { startKeys } from "../../../local/engines.ts";
import { localCredentials, region } from "../../../local/place.ts";
import type { DeployedStage } from "../night/stage-names.ts";

/** The key from which every project's own is derived. It is not the one of the stored pseudonyms: who has one of them cannot compute the other's. */
const projectKeyId = "project-key";

/** What people are called within a project, by the key service of the stage or of the data directory. */
export function namedWithin(
  project: string,
  { deployed, data }: { deployed: DeployedStage | null; data: string },
): Promise<ProjectPseudonyms> {
  return deployed === null ? localProjectPseudonyms(data, project) : stageProjectPseudonyms(deployed.names.projectKey, project);
}

async function stageProjectPseudonyms(keyId: string, project: string): Promise<ProjectPseudonyms> {
  const client = new KMSClient({ region: cloudRegion });
  try {
    return await projectPseudonyms(client, keyId, project);
  } finally {
    client.destroy();
  }
}

async function localProjectPseudonyms(data: string, project: string): Promise<ProjectPseudonyms> {
  const keys = await startKeys(resolve(data), [projectKeyId], process.env);
  const client = new KMSClient({ endpoint: keys.url, region, credentials: localCredentials });
  try {
    return await projectPseudonyms(client, projectKeyId, project);
  } finally {
    client.destroy();
    await keys.stop();
  }
}
