import { createHash } from "node:crypto";
import { createServer, request as forward, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { listenOnLoopback } from "../../local/loopback.ts";

/** How a store behaves: as it should; too busy; refusing the call and quoting it; answering nonsense; or not there. */
export type Behaviour = "well" | "throttled" | "quoting" | "nonsense" | "gone";

/** Something that stands before a store and can be told to behave badly. What it says then quotes what nobody may repeat. */
export async function faultyFront(store: string, quoted: string) {
  let behaviour: Behaviour = "well";
  const server = createServer((incoming, outgoing) => {
    if (behaviour === "well") return passOn(store, incoming, outgoing);
    incoming.resume();
    if (behaviour === "gone") return incoming.socket.destroy();
    const isTable = incoming.headers["x-amz-target"] !== undefined;
    if (behaviour === "nonsense") return outgoing.writeHead(200, { "content-type": "application/x-amz-json-1.0" }).end(`{"${quoted}`);
    const name = behaviour === "throttled" ? "ThrottlingException" : "ValidationException";
    outgoing.writeHead(isTable ? 400 : behaviour === "throttled" ? 503 : 400, { "content-type": "application/x-amz-json-1.0" });
    outgoing.end(
      isTable
        ? JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: `${quoted} was the value` })
        : `<Error><Code>${behaviour === "throttled" ? "SlowDown" : "InvalidArgument"}</Code><Message>${quoted}</Message></Error>`,
    );
  });
  const url = `http://127.0.0.1:${await listenOnLoopback(server, 0)}`;
  return {
    url,
    behave: (now: Behaviour) => {
      behaviour = now;
    },
    stop: () => closed(server),
  };
}

function passOn(store: string, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { method, headers, url = "/" } = incoming;
  const onward = forward(new URL(url, store), { method, headers, setHost: false }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
    answer.pipe(outgoing);
  });
  onward.on("error", () => outgoing.destroy());
  incoming.pipe(onward);
}

/** Queues that take everything and remember its text, which is what a dead letter would hold. */
export async function rememberingQueues() {
  const bodies: string[] = [];
  const md5 = (text: string) => createHash("md5").update(text).digest("hex");
  const server = createServer(async (incoming, outgoing) => {
    const pieces: Buffer[] = [];
    for await (const piece of incoming) pieces.push(piece);
    const text = Buffer.concat(pieces).toString("utf8");
    bodies.push(text);
    const { Entries, MessageBody = "" } = JSON.parse(text) as { Entries?: { Id: string; MessageBody: string }[]; MessageBody?: string };
    const taken = (body: string) => ({ MessageId: "m", MD5OfMessageBody: md5(body) });
    const answer =
      Entries === undefined
        ? taken(MessageBody)
        : { Successful: Entries.map((one) => ({ Id: one.Id, ...taken(one.MessageBody) })), Failed: [] };
    outgoing.writeHead(200, { "content-type": "application/x-amz-json-1.0" }).end(JSON.stringify(answer));
  });
  const url = `http://127.0.0.1:${await listenOnLoopback(server, 0)}`;
  return { url, bodies, stop: () => closed(server) };
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
}
