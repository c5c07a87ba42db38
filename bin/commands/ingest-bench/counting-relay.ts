import { createServer, request } from "node:http";
import { listenOnLoopback } from "../../../local/loopback.ts";

/** Stands before a store, hands everything on and counts what is asked. `GET /calls` tells how often each call was made. */
export async function startCountingRelay(store: string): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const calls: Record<string, number> = {};
  const { hostname, port } = new URL(store);
  const server = createServer((asked, answer) => {
    if (asked.url === "/calls") return void answer.end(JSON.stringify(calls));
    const name = String(asked.headers["x-amz-target"]).split(".").at(-1) ?? "";
    calls[name] = (calls[name] ?? 0) + 1;
    const { method, headers, url: path } = asked;
    const handedOn = request({ hostname, port, method, headers, path }, (given) => {
      answer.writeHead(given.statusCode ?? 500, given.headers);
      given.pipe(answer);
    });
    handedOn.on("error", () => answer.destroy());
    asked.pipe(handedOn);
  });
  const url = `http://127.0.0.1:${await listenOnLoopback(server, 0)}`;
  return {
    url,
    async stop() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
