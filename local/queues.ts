import { mkdirSync } from "node:fs";
import { startFauxqs } from "fauxqs";
import { accountId, region } from "./place.ts";

/** An SQS endpoint, with its messages kept in a directory. */
export type QueueServer = { url: string; stop(): Promise<void> };

/** Starts fauxqs (SQS over SQLite). Its own bucket and topic services are never used. */
export async function startQueues({ directory, port = 0 }: { directory: string; port?: number }): Promise<QueueServer> {
  mkdirSync(directory, { recursive: true });
  const server = await startFauxqs({ port, host: "127.0.0.1", logger: false, dataDir: directory, defaultRegion: region });
  return { url: `http://127.0.0.1:${server.port}`, stop: () => server.stop() };
}

/** The address of a queue at an endpoint. fauxqs itself names a host that not every machine's resolver knows. */
export function queueUrl(endpoint: string, name: string): string {
  return `${endpoint}/${accountId}/${name}`;
}
