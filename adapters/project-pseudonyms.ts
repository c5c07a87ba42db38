import { createHmac } from "node:crypto";
import { GenerateMacCommand, type KMSClient } from "@aws-sdk/client-kms";
import type { ProjectPseudonyms } from "../core/dataset/dataset-referral.ts";
import { base32 } from "./base32.ts";

/** Half a code, 128 bits: enough that no two of a billion people share one, short enough for a file of millions of rows. */
const bytesKept = 16;

/**
 * What people and referrals are called within one project: codes under the project's own key, which the key service derives from one that never
 * leaves it. The same person is called something else in every other project, and nobody without the key can tell that they are the same.
 */
export async function projectPseudonyms(client: KMSClient, keyId: string, project: string): Promise<ProjectPseudonyms> {
  const Message = Buffer.from(`project|${project}`, "utf8");
  const { Mac } = await client.send(new GenerateMacCommand({ KeyId: keyId, MacAlgorithm: "HMAC_SHA_256", Message }));
  if (Mac === undefined) throw new Error("the key service answered without a code");
  const code = (text: string) => base32(createHmac("sha256", Mac).update(text, "utf8").digest().subarray(0, bytesKept));
  return {
    person: (pid) => code(`person|${pid}`),
    referral: (practice, refKey) => code(`referral|${practice}|${refKey}`),
  };
}
