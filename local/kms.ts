import { createHmac, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import * as z from "zod";
import { listenOnLoopback } from "./loopback.ts";
import { keptJson } from "./private-file.ts";

/** A key service that computes message authentication codes and nothing else. */
export type KeyService = { url: string; close(): Promise<void> };

const keyMaterial = z.record(z.string(), z.string());
const generateMac = z.object({ KeyId: z.string(), Message: z.base64(), MacAlgorithm: z.literal("HMAC_SHA_256") });
const largestRequest = 64_000;

/**
 * Starts an endpoint that answers KMS `GenerateMac` for the named keys (HMAC_SHA_256). The key material is made on the first
 * start and kept in a file that its owner alone can read; it never leaves this process.
 */
export async function startKeyService({
  file,
  keyIds,
  port = 0,
}: {
  file: string;
  keyIds: readonly string[];
  port?: number;
}): Promise<KeyService> {
  const keys = keptJson({ path: file, schema: keyMaterial, first: (): Record<string, string> => ({}) }, (kept) => {
    const missing = keyIds.filter((id) => kept[id] === undefined);
    return { ...kept, ...Object.fromEntries(missing.map((id) => [id, randomBytes(32).toString("base64")])) };
  });
  const byId = new Map(Object.entries(keys));
  const server = createServer((request, response) => {
    void answer(request, byId).then(({ status, body }) => {
      response.writeHead(status, { "content-type": "application/x-amz-json-1.1" });
      response.end(JSON.stringify(body));
    });
  });
  const listening = await listenOnLoopback(server, port);
  return {
    url: `http://127.0.0.1:${listening}`,
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

async function answer(request: IncomingMessage, keys: ReadonlyMap<string, string>): Promise<{ status: number; body: object }> {
  const body = await bodyText(request);
  if (request.headers["x-amz-target"] !== "TrentService.GenerateMac")
    return refusal("UnsupportedOperationException", "only GenerateMac is offered here");
  const asked = generateMac.safeParse(jsonOrUndefined(body));
  if (!asked.success) return refusal("ValidationException", "GenerateMac requires KeyId, Message in base64 and MacAlgorithm HMAC_SHA_256");
  const { KeyId, Message, MacAlgorithm } = asked.data;
  const material = keys.get(KeyId.split("/").at(-1) ?? KeyId);
  if (material === undefined) return refusal("NotFoundException", "there is no such key");
  const Mac = createHmac("sha256", Buffer.from(material, "base64")).update(Buffer.from(Message, "base64")).digest("base64");
  return { status: 200, body: { KeyId, Mac, MacAlgorithm } };
}

function refusal(type: string, message: string): { status: number; body: object } {
  return { status: 400, body: { __type: type, message } };
}

async function bodyText(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size <= largestRequest) pieces.push(piece);
  }
  return Buffer.concat(pieces).toString("utf8");
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
