import { statSync } from "node:fs";
import { join } from "node:path";
import { DecryptCommand, GenerateMacCommand, KMSClient } from "@aws-sdk/client-kms";
import { expect, it, onTestFinished } from "vitest";
import { startKeyService } from "../../local/kms.ts";
import { localCredentials, region } from "../../local/place.ts";
import { scratchDirectory } from "./support/scratch.ts";

async function keyService(file: string, keyIds: readonly string[]) {
  const service = await startKeyService({ file, keyIds });
  const client = new KMSClient({ endpoint: service.url, region, credentials: localCredentials, maxAttempts: 1 });
  onTestFinished(async () => {
    client.destroy();
    await service.close();
  });
  const mac = async (KeyId: string, text: string) => {
    const answer = await client.send(new GenerateMacCommand({ KeyId, Message: Buffer.from(text), MacAlgorithm: "HMAC_SHA_256" }));
    return Buffer.from(answer.Mac ?? []).toString("hex");
  };
  return { client, mac };
}

it("gives one code for one message under one key, by id or ARN, and others for other messages and keys", async () => {
  const { mac } = await keyService(join(scratchDirectory(), "keys.json"), ["referrals", "people"]);

  const code = await mac("referrals", "R1");

  expect(code).toHaveLength(64);
  expect(await mac("arn:aws:kms:eu-west-2:000000000000:key/referrals", "R1")).toBe(code);
  expect(await mac("referrals", "R2")).not.toBe(code);
  expect(await mac("people", "R1")).not.toBe(code);
});

it("gives the same code after a restart, when keys have been added, from a file its owner alone can read", async () => {
  const file = join(scratchDirectory(), "keys.json");
  const before = await (await keyService(file, ["referrals"])).mac("referrals", "R1");

  const after = await (await keyService(file, ["referrals", "people"])).mac("referrals", "R1");

  expect(after).toBe(before);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

it("refuses a key that it does not hold and anything but GenerateMac", async () => {
  const { client, mac } = await keyService(join(scratchDirectory(), "keys.json"), ["referrals"]);

  await expect(mac("constructor", "R1")).rejects.toMatchObject({ name: "NotFoundException" });
  await expect(client.send(new DecryptCommand({ CiphertextBlob: Buffer.from("x") }))).rejects.toMatchObject({
    name: "UnsupportedOperationException",
  });
});
