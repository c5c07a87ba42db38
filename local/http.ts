import { createServer, type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from "node:http";
import type { Functions } from "./functions.ts";
import { proxyEvent, sendAnswer } from "./http-event.ts";
import { findRoute, type Route } from "./http-routes.ts";
import { listenOnLoopback } from "./loopback.ts";

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** The public address on this machine. It listens before it serves, because those it serves must know where it is. */
export type HttpFront = { url: string; serve(behind: Behind): void; stop(): Promise<void> };
export type Behind = {
  routes: readonly Route[];
  binaryTypes: readonly string[];
  functions: Pick<Functions, "invoke">;
  signIn: { path: string; handle: Handler };
};

/** What API Gateway takes at most; the largest it reads to the end before it refuses. */
const bodyLimit = 10 * 1024 * 1024;
const drainLimit = 64 * 1024 * 1024;
const drainMilliseconds = 10_000;
const sweepMilliseconds = 50;
/** As long as API Gateway keeps a connection that nobody uses. */
const idleMilliseconds = 65_000;

const problems: Record<string, { status: number; detail: string }> = {
  RequestEntityTooLargeException: { status: 413, detail: "the body is larger than a function may take: send it in parts" },
  "Sandbox.Timedout": { status: 504, detail: "the function did not answer in time: it is safe to send the same again" },
};

/**
 * Stands in for API Gateway on 127.0.0.1.
 *
 * @throws {Error} when the port is taken, saying how to choose another
 */
export async function startHttp(port: number): Promise<HttpFront> {
  let behind: Behind | undefined;
  const server = createServer({ keepAliveTimeout: idleMilliseconds }, (request, response) => {
    if (!behind) return problem(response, 503, { detail: "the stack is still starting" });
    answer(request, response, behind).catch(() => problem(response, 500, {}));
  });
  const listening = await listenOrExplain(server, port);
  const url = `http://127.0.0.1:${listening}`;
  return {
    url,
    serve(given) {
      behind = given;
    },
    async stop() {
      const closed = new Promise((done) => server.close(done));
      // A connection that is being answered is idle, and can go, as soon as it was.
      const sweep = setInterval(() => server.closeIdleConnections(), sweepMilliseconds);
      const timer = setTimeout(() => server.closeAllConnections(), drainMilliseconds).unref();
      await closed;
      clearInterval(sweep);
      clearTimeout(timer);
    },
  };
}

async function listenOrExplain(server: Server, port: number): Promise<number> {
  return listenOnLoopback(server, port).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "EADDRINUSE")
      throw new Error(`port ${port} is in use: stop what uses it, or choose another with --port (0 takes any that is free)`, {
        cause: error,
      });
    if (error.code === "EACCES")
      throw new Error(`port ${port} may not be used by this account: choose one above 1023 with --port`, { cause: error });
    throw error;
  });
}

async function answer(request: IncomingMessage, response: ServerResponse, behind: Behind): Promise<void> {
  const path = (request.url ?? "/").split("?")[0] ?? "/";
  if (redirected(request, response, path)) return;
  if (path.startsWith(`${behind.signIn.path}/`)) return behind.signIn.handle(request, response);
  const match = routeOf(behind.routes, request.method ?? "GET", path);
  if (match === undefined) return problem(response, 400, { detail: "the path is not escaped as a path must be" });
  if (!("route" in match)) {
    request.resume();
    if (match.allowed.length === 0) return problem(response, 404, { detail: "there is nothing at this path" });
    response.setHeader("allow", match.allowed.join(", "));
    return problem(response, 405, { detail: `this path takes ${match.allowed.join(", ")}` });
  }

  const body = await bodyOf(request);
  if (body === undefined) return problem(response, 413, { detail: `a body may have at most ${bodyLimit / 1024 / 1024} MB` });
  const event = proxyEvent(request, { ...match, body, binaryTypes: behind.binaryTypes });
  await behind.functions.invoke(match.route.functionArn, event).then(
    (given) => {
      if (!sendAnswer(response, given)) problem(response, 502, { detail: "the function's answer was not one" });
    },
    (error: Error) =>
      problem(response, problems[error.name]?.status ?? 502, { detail: problems[error.name]?.detail ?? "the function failed" }),
  );
}

/** A browser that was pointed at the bare address, or at another name of this machine, is sent where its cookies will hold. */
function redirected(request: IncomingMessage, response: ServerResponse, path: string): boolean {
  const isPage = request.method === "GET" && (request.headers.accept ?? "").includes("text/html");
  const isOtherName = (request.headers.host ?? "").startsWith("localhost:");
  if (!isPage || (path !== "/" && !isOtherName)) return false;
  const target = path === "/" ? "/reports" : (request.url ?? "/");
  response.writeHead(307, {
    location: isOtherName ? `http://${request.headers.host?.replace("localhost", "127.0.0.1")}${target}` : target,
  });
  response.end();
  return true;
}

function routeOf(routes: readonly Route[], method: string, path: string) {
  try {
    return findRoute(routes, method, path);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

/** The whole body; `undefined` for one that is too large, read to its end all the same so that the sender hears why. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size <= bodyLimit) pieces.push(piece);
    else pieces.length = 0;
    if (size > drainLimit) break;
  }
  return size > bodyLimit ? undefined : Buffer.concat(pieces);
}

/** An error of the front itself, as RFC 9457 has it. */
function problem(response: ServerResponse, status: number, { detail }: { detail?: string }): void {
  if (response.headersSent) return void response.destroy();
  const document = { type: "about:blank", title: STATUS_CODES[status], status, ...(detail !== undefined && { detail }) };
  response.writeHead(status, { "content-type": "application/problem+json" });
  response.end(JSON.stringify(document));
}
