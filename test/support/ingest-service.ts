import { createHmac } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import { londonDate } from "../../core/night/london-date.ts";
import { problemOf } from "../../core/problem.ts";
import { answerReceipt } from "../../functions/read-receipt/answer-receipt.ts";
import { storePart } from "../../functions/store-part/store-part.ts";
import { answerSubmission } from "../../functions/take-submission/answer-submission.ts";
import { listenOnLoopback } from "../../local/loopback.ts";
import { apiEvent } from "./api-event.ts";
import { keepingDeps } from "./keeping.ts";
import { memoryEpisodes } from "./memory-episodes.ts";
import { memoryAcknowledgements, memoryFileBook, memoryFileQueue } from "./memory-files.ts";
import { memoryLedgers } from "./memory-ledgers.ts";
import { memoryParts, memoryReceipts } from "./memory-receipts.ts";

const mac = (text: string) => createHmac("sha256", "key").update(text).digest("hex");
const version = (code: string) => ({
  code,
  level: "practice" as const,
  kind: "practice" as const,
  name: "",
  parent: null,
  validFrom: "2000-01-01",
  validTo: null,
  sample: true,
});

/** The ingest part of the service over HTTP, its stores in memory: practices that begin with Y are not in the register. Every fifth request fails once. */
export async function startIngestService() {
  const [receipts, ledgers] = [memoryReceipts(), memoryLedgers()];
  const episodes = memoryEpisodes({ receipts, ledgers });
  const parts = memoryParts();
  const deps = {
    ...keepingDeps(episodes, ledgers),
    receipts,
    parts,
    queue: parts,
    files: memoryFileBook(),
    acknowledgements: memoryAcknowledgements(),
    fileQueue: memoryFileQueue(),
    authority: {
      organisationVersions: async (code: string) => (code.startsWith("Y") ? [] : [version(code)]),
      grantOf: async (_: string, organisation: string) => ({ organisation, scope: "own" as const, expiresOn: null }),
    },
    pseudonyms: { refKey: async (ods: string, id: string) => mac(`${ods}|${id}`), personId: async (patient: string) => mac(patient) },
    now: () => Date.now(),
  };
  const tokens = async (authorization: string | undefined) =>
    authorization === "Bearer good"
      ? { ok: true as const, client: "c1" }
      : { ok: false as const, problem: problemOf({ rule: "access-token", field: "", fix: "" }, 401) };
  let requests = 0;
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "", "http://localhost");
    const body = await bytesOf(request);
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    if (url.pathname === "/token") {
      response.end(JSON.stringify({ access_token: headers.authorization?.includes("YzE6c2VjcmV0") ? "good" : "bad", expires_in: 3600 }));
      return;
    }
    requests += 1;
    if (requests % 5 === 0) {
      response.writeHead(503).end("{}");
      return;
    }
    for (const message of parts.announced.splice(0)) await storePart(message, deps);
    const submissionId = decodeURIComponent(url.pathname.split("/")[3] ?? "");
    const event = apiEvent({ path: url.pathname, headers, body, pathParameters: { submissionId } });
    const answer =
      request.method === "POST"
        ? await answerSubmission(event, { tokens, deps, tell: () => undefined })
        : await answerReceipt(event, { tokens, ...deps, audit: () => undefined });
    response.writeHead(
      answer.statusCode,
      Object.fromEntries(Object.entries(answer.headers ?? {}).map(([name, value]) => [name, String(value)])),
    );
    response.end(answer.body);
  });
  const url = `http://127.0.0.1:${await listenOnLoopback(server, 0)}`;
  return {
    url,
    episodes,
    today: londonDate(new Date()),
    async stop() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}
