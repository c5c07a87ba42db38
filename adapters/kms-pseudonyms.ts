import { createHmac, createSecretKey } from "node:crypto";
import { GenerateMacCommand, type KMSClient } from "@aws-sdk/client-kms";
import type { Pseudonyms } from "../core/identifiers/pseudonym.ts";
import { base32 } from "./base32.ts";

const longestMemory = 20_000;

/**
 * Pseudonyms from two keys that never leave the key service. A person's is computed there, one call for each person, so that nobody who reads this
 * process can try all NHS numbers. The reference of a referral needs one call for each practice: the practice's own key is derived there and kept
 * in memory, and the references are computed from it here.
 */
export function kmsPseudonyms({
  client,
  referralKeyId,
  personKeyId,
}: {
  client: KMSClient;
  referralKeyId: string;
  personKeyId: string;
}): Pseudonyms {
  const people = remembering(async (patient) => base32(await generateMac(client, personKeyId, `person|${patient}`)));
  return { ...kmsReferences(client, referralKeyId), personId: people };
}

/** The references of referrals alone. */
export function kmsReferences(client: KMSClient, referralKeyId: string): Pick<Pseudonyms, "refKey"> {
  const practiceKeys = remembering(async (practice) => createSecretKey(await generateMac(client, referralKeyId, `referral|${practice}`)));
  return {
    refKey: async (practice, referralId) =>
      base32(
        createHmac("sha256", await practiceKeys(practice))
          .update(`${practice}|${referralId}`)
          .digest(),
      ),
  };
}

/** Asks once for each text while the function stays warm, also when several ask at the same time; a failure is not remembered. */
function remembering<T>(ask: (text: string) => Promise<T>): (text: string) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (text) => {
    const remembered = known.get(text);
    if (remembered !== undefined) return remembered;
    if (known.size >= longestMemory) known.clear();
    const asked = ask(text);
    known.set(text, asked);
    asked.catch(() => known.delete(text));
    return asked;
  };
}

async function generateMac(client: KMSClient, KeyId: string, message: string): Promise<Uint8Array> {
  const { Mac } = await client.send(new GenerateMacCommand({ KeyId, MacAlgorithm: "HMAC_SHA_256", Message: Buffer.from(message, "utf8") }));
  if (Mac === undefined) throw new Error("the key service answered without a code");
  return Mac;
}
