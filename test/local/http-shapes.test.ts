import { connect } from "node:net";
import { gzipSync } from "node:zlib";
import { expect, it, onTestFinished } from "vitest";
import { answerSubmission } from "../../functions/take-submission/answer-submission.ts";
import { type HttpFront, startHttp } from "../../local/http.ts";
import { takingDeps } from "../support/memory-taking.ts";

/** The front door of this machine before the function that takes submissions, its stores in memory. */
async function front(): Promise<{ readonly http: HttpFront; readonly invoked: () => number }> {
  const http = await startHttp(0);
  let invoked = 0;
  const tokens = async () => ({ ok: true as const, client: "c1" });
  const invoke = async (_: string, event: unknown) => {
    invoked += 1;
    return answerSubmission(event as Parameters<typeof answerSubmission>[0], { tokens, deps: takingDeps().deps, tell: () => undefined });
  };
  const routes = [{ method: "POST", path: "/v1/submissions", functionArn: "take" }];
  const handle = (_: unknown, response: { end(text: string): void }) => response.end("");
  http.serve({ routes, binaryTypes: ["*/*"], functions: { invoke }, signIn: { path: "/oidc", handle } });
  onTestFinished(() => http.stop());
  return { http, invoked: () => invoked };
}

/** What a peer is told that writes these bytes: the status lines, in order. */
function told({ url }: HttpFront, bytes: string | Uint8Array): Promise<readonly number[]> {
  const { hostname, port } = new URL(url);
  return new Promise((done, fail) => {
    const socket = connect(Number(port), hostname, () => socket.end(bytes));
    let answer = "";
    socket.setTimeout(5000, () => socket.destroy());
    socket.on("data", (piece) => {
      answer += piece.toString("latin1");
    });
    socket.on("error", (error: NodeJS.ErrnoException) => (error.code === "ECONNRESET" || error.code === "EPIPE" ? undefined : fail(error)));
    socket.on("close", () => done([...answer.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status))));
  });
}

const head = (lines: readonly string[]) => ["POST /v1/submissions HTTP/1.1", "Host: localhost", ...lines, "", ""].join("\r\n");
const json = "Content-Type: application/json";
const second = "POST /v1/submissions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n";

it.each([
  ["two lengths that differ", `${head([json, "Content-Length: 2", "Content-Length: 60"])}{}${second}`],
  ["a length and chunks", `${head([json, "Content-Length: 2", "Transfer-Encoding: chunked"])}0\r\n\r\n${second}`],
  ["a transfer encoding that nobody knows", `${head([json, "Transfer-Encoding: xchunked"])}0\r\n\r\n${second}`],
  ["a chunk whose length is no number", `${head([json, "Transfer-Encoding: chunked"])}zz\r\n{}\r\n0\r\n\r\n`],
  ["a length that is negative", `${head([json, "Content-Length: -1"])}{}`],
  ["a header of 64 kB", `${head([json, `X-Long: ${"x".repeat(65_536)}`, "Content-Length: 2"])}{}`],
  ["a header line that ends in a bare line feed within", `${head([json, "X-A: 1\nX-B: 2", "Content-Length: 2"]).replace("X-A", " X-A")}{}`],
])("53: %s is refused with 4xx once, and no function hears of it", async (_, bytes) => {
  const { http, invoked } = await front();

  const statuses = await told(http, bytes);

  expect(statuses.length).toBe(1);
  expect(statuses.every((status) => status >= 400 && status < 500)).toBe(true);
  expect(invoked()).toBe(0);
});

it.each([
  ["another content type than the body's", "text/plain", Buffer.from('{"events":[]}'), {}],
  ["no content type", "", Buffer.from('{"events":[]}'), {}],
  ["a form of a million parts", "multipart/form-data; boundary=x", Buffer.from("--x\r\n\r\n\r\n".repeat(500_000)), {}],
  ["a body that is packed, a thousand to one", "application/json", gzipSync(Buffer.alloc(5_000_000, " ")), { "Content-Encoding": "gzip" }],
  ["a body that is packed and does not say so", "text/csv", gzipSync(Buffer.alloc(5_000_000, "a,")), {}],
  ["a body that says it is packed and is not", "application/json", Buffer.from("{"), { "Content-Encoding": "br" }],
])("53: %s is refused with 4xx and a problem that says why", async (_, type, body, more) => {
  const { http } = await front();

  const answer = await fetch(`${http.url}/v1/submissions`, { method: "POST", body, headers: { "content-type": type, ...more } });

  expect([answer.status >= 400 && answer.status < 500, answer.headers.get("content-type")]).toEqual([true, "application/problem+json"]);
  expect(typeof ((await answer.json()) as { fix?: unknown }).fix).toBe("string");
});
