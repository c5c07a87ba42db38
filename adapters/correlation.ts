import { AsyncLocalStorage } from "node:async_hooks";
import { randomUUID } from "node:crypto";
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";

const header = "x-correlation-id";

/** A UUID or a ULID and nothing else: what a sender may choose is written to the log, and digits could be somebody's number. */
const form = /^(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|(?=.*[A-Z])[0-7][0-9A-HJKMNP-TV-Z]{25})$/i;

/** What our own hops hand on: those, a message's id, or what the scheduler or an operator called a night. Digits alone are none. */
const ownForm = /^(?=.*[a-z])[\w-]{8,80}$/i;

type Request = { event: Pick<APIGatewayProxyEvent, "headers">; response?: APIGatewayProxyResult | null | undefined };

/** A function is given one request at a time, but several messages of a queue at once: each of those has a place of its own. */
let ofRequest: string | undefined;
const ofWork = new AsyncLocalStorage<string>();

/** The name of what is being worked on: of the request, of the message, of the night. Every line of a log carries it. */
export function correlationId(): string | undefined {
  return ofWork.getStore() ?? ofRequest;
}

/** Does the work under a name that came with it, or under a new one where none came. Only for what comes from within. */
export function correlated<T>(given: unknown, work: (id: string) => Promise<T>): Promise<T> {
  const id = nameFrom(given, ownForm);
  return ofWork.run(id, () => work(id));
}

/** Gives every request a name that stands in each line of its log and in its answer: the sender's own where it is one, else a new one. */
export function correlation(): { begin(request: Request): void; answer(request: Request): void } {
  return {
    begin({ event }) {
      ofRequest = nameFrom(Object.entries(event.headers ?? {}).find(([name]) => name.toLowerCase() === header)?.[1], form);
    },
    answer({ response }) {
      if (response) response.headers = { ...response.headers, [header]: ofRequest ?? randomUUID() };
    },
  };
}

function nameFrom(given: unknown, accepted: RegExp): string {
  return typeof given === "string" && accepted.test(given) ? given : randomUUID();
}
