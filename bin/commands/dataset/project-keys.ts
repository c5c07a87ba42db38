import { resolve } from "node:path";
import { KMSClient } from "@aws-sdk/client-kms";
import { projectPseudonyms } from "../../../adapters/project-pseudonyms.ts";
import type { ProjectPseudonyms } from "../../../core/dataset/dataset-referral.ts";
import { startKeys } from "../../../local/engines.ts";
import { localCredentials, region } from "../../../local/place.ts";

/** The key from which every project's own is derived. It is not the one of the stored pseudonyms: who has one of them cannot compute the other's. */
const projectKeyId = "project-key";

/** What people are called within a project, by the key service of a data directory. */
export async function localProjectPseudonyms(data: string, project: string): Promise<ProjectPseudonyms> {
  const keys = await startKeys(resolve(data), [projectKeyId], process.env);
  const client = new KMSClient({ endpoint: keys.url, region, credentials: localCredentials });
  try {
    return await projectPseudonyms(client, projectKeyId, project);
  } finally {
    client.destroy();
    await keys.stop();
  }
}
