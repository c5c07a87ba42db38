import { randomUUID } from "node:crypto";
import { EventEmitter } from "node:events";
import { mkdirSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { join } from "node:path";
import { listenOnLoopback } from "../loopback.ts";
import { blobsIn } from "./blobs.ts";
import { BucketLedger } from "./bucket-ledger.ts";
import { bucketRequest, listBuckets } from "./buckets.ts";
import type { Exchange, StorageEvent } from "./exchange.ts";
import { LedgerDatabase } from "./ledger-database.ts";
import { abortUpload, completeUpload, listParts, putPart, startUpload } from "./multipart.ts";
import { ObjectLedger } from "./object-ledger.ts";
import { copyObject, deleteObject, getObject, objectTagging, putObject } from "./objects.ts";
import { StorageProblem } from "./problem.ts";
import { type Credentials, rawPath, verifySignature } from "./signature.ts";
import { UploadLedger } from "./upload-ledger.ts";
import { escapeXml } from "./xml.ts";

export type StorageServer = { url: string; port: number; events: EventEmitter<{ change: [StorageEvent] }>; close(): Promise<void> };
type Options = {
  directory: string;
  credentials: Credentials;
  port?: number;
  now?: () => number;
  /** Objects below this prefix are scanned, as AWS scans those of a protected bucket. */
  scanned?: string;
};

const notOffered = ["acl", "retention", "legal-hold", "torrent", "select", "restore", "attributes"];

/**
 * An S3 endpoint on the loopback: what the SDK's clients need of S3, kept in a directory. What has been acknowledged is on
 * the disk and survives the end of the process at any moment. A path-style address is the only form.
 */
export async function startStorage({ directory, credentials, port = 0, now = Date.now, scanned }: Options): Promise<StorageServer> {
  mkdirSync(directory, { recursive: true });
  const database = new LedgerDatabase(join(directory, "objects.sqlite"));
  const ledgers = {
    buckets: new BucketLedger(database, now),
    objects: new ObjectLedger(database, now),
    uploads: new UploadLedger(database, now),
  };
  const blobs = blobsIn(join(directory, "blobs"));
  ledgers.uploads.endAbandoned();
  blobs.sweep(new Set([...ledgers.objects.blobs(), ...ledgers.uploads.blobs()]));
  const events = new EventEmitter<{ change: [StorageEvent] }>();
  const scan = scanned === undefined ? null : { prefix: scanned };
  const tell = (event: StorageEvent) => void events.emit("change", event);

  const server = createServer((request, response) => {
    response.setHeader("x-amz-request-id", randomUUID());
    answer(request, response).catch((error: unknown) => refuse(request, response, error));
  });
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(`http://storage${(request.url ?? "/").replaceAll("+", "%20")}`);
    verifySignature(request, url, { credentials, now: now() });
    const [bucket = "", ...key] = rawPath(request).split("/").slice(1).map(decodeURIComponent);
    const method = request.method ?? "GET";
    await route({ request, response, method, bucket, key: key.join("/"), query: url.searchParams, ...ledgers, blobs, tell, scan });
  }

  const listening = await listenOnLoopback(server, port);
  return {
    url: `http://127.0.0.1:${listening}`,
    port: listening,
    events,
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      database.close();
    },
  };
}

async function route(exchange: Exchange): Promise<void> {
  const { method, bucket, key, query, request } = exchange;
  if (bucket === "") return listBuckets(exchange);
  if (key === "") return bucketRequest(exchange);
  const missing = notOffered.find((name) => query.has(name));
  if (missing !== undefined) throw new StorageProblem("NotImplemented", 501, `${missing} is not offered here`);
  if (query.has("tagging")) return objectTagging(exchange);

  const isPart = query.has("uploadId");
  const isCopy = request.headers["x-amz-copy-source"] !== undefined;
  if (method === "PUT") return isPart ? putPart(exchange) : isCopy ? copyObject(exchange) : putObject(exchange);
  if (method === "POST" && query.has("uploads")) return startUpload(exchange);
  if (method === "POST" && isPart) return completeUpload(exchange);
  if (method === "DELETE") return isPart ? abortUpload(exchange) : deleteObject(exchange);
  if (method === "GET" && isPart) return listParts(exchange);
  if (method === "GET" || method === "HEAD") return getObject(exchange);
  throw new StorageProblem("MethodNotAllowed", 405);
}

function refuse(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  const problem = error instanceof StorageProblem ? error : new StorageProblem("InternalError", 500);
  if (response.headersSent) return void response.destroy();
  const isBare = request.method === "HEAD" || problem.status === 304;
  const document = `<Error><Code>${problem.code}</Code><Message>${escapeXml(problem.message)}</Message></Error>`;
  response.writeHead(problem.status, { "content-type": "application/xml", connection: request.complete ? "keep-alive" : "close" });
  response.end(isBare ? undefined : `<?xml version="1.0" encoding="UTF-8"?>${document}`);
}
