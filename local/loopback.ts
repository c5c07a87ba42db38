import type { AddressInfo } from "node:net";
import { createServer, type Server } from "node:net";

/**
 * Listens on 127.0.0.1 alone and gives the port; port 0 asks for any free one.
 *
 * @throws {Error} with the system's `code` (`EADDRINUSE`) when the port is taken
 */
export async function listenOnLoopback(server: Server, port: number): Promise<number> {
  await new Promise<void>((listening, failed) => {
    server.once("error", failed);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", failed);
      listening();
    });
  });
  return (server.address() as AddressInfo).port;
}

/** A port that was free a moment ago, for programs that must be told theirs. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  const port = await listenOnLoopback(probe, 0);
  await new Promise((closed) => probe.close(closed));
  return port;
}
