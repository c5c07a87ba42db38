import http, { type ClientRequest, type RequestOptions } from "node:http";
import { syncBuiltinESMExports } from "node:module";
import { askedBy, isPlainlyAsked, type OutgoingCall } from "./asked-actions.ts";
import { type Asked, isAllowed, type Statement } from "./policy.ts";

const settings = {
  AWS_ENDPOINT_URL_DYNAMODB: "dynamodb",
  AWS_ENDPOINT_URL_S3: "s3",
  AWS_ENDPOINT_URL_SQS: "sqs",
  AWS_ENDPOINT_URL_KMS: "kms",
} as const;

/**
 * From here on, every call of this thread to an engine is held against a policy before it goes out, and fails as AWS would fail it unless it is allowed. The
 * check is where the call is made, so that an allowed one costs no detour.
 */
export function enforcePolicy(statements: readonly Statement[], environment: NodeJS.ProcessEnv): void {
  const services = new Map(
    Object.entries(settings).flatMap(([setting, service]) => {
      const url = environment[setting];
      return url === undefined ? [] : [[new URL(url).host, service] as const];
    }),
  );
  const allows = remembering(statements);
  const unchecked = http.request;
  const checked = (options: RequestOptions, ...rest: []) => {
    const request = unchecked(options, ...rest);
    const service = services.get(`${options.hostname ?? options.host}:${options.port}`);
    if (service !== undefined) holdBack(request, { options, service, allows });
    return request;
  };
  http.request = checked as typeof http.request;
  syncBuiltinESMExports();
}

type Allows = (asked: Asked) => boolean;

const answersKnown = 1_000;

/** A function asks the same of the same tables and queues again and again: what depends on nothing else is worked out once. */
function remembering(statements: readonly Statement[]): Allows {
  const known = new Map<string, boolean>();
  return (asked) => {
    if (!isPlainlyAsked(asked)) return isAllowed(statements, asked);
    const name = `${asked.action} ${asked.resource}`;
    const answer = known.get(name) ?? isAllowed(statements, asked);
    if (known.size >= answersKnown) known.clear();
    known.set(name, answer);
    return answer;
  };
}

type Held = { options: RequestOptions; service: OutgoingCall["service"]; allows: Allows };

/** Storage says in its address what it is asked; the others say it in the body, so theirs is read before it goes. */
function holdBack(request: ClientRequest, { options, service, allows }: Held): void {
  const call = { service, method: options.method ?? "GET", path: options.path ?? "/", headers: headersOf(options) };
  if (service === "s3") {
    refuseUnlessAllowed(request, { ...call, body: "" }, allows);
    return;
  }
  const end = request.end.bind(request) as (...rest: unknown[]) => ClientRequest;
  request.end = (...rest: unknown[]) => {
    const [body] = rest;
    const text = typeof body === "string" ? body : body instanceof Uint8Array ? Buffer.from(body).toString("utf8") : "";
    refuseUnlessAllowed(request, { ...call, body: text }, allows);
    return request.destroyed ? request : end(...rest);
  };
}

function refuseUnlessAllowed(request: ClientRequest, call: OutgoingCall, allows: Allows): void {
  const refused = askedBy(call).find((asked) => !allows(asked));
  if (refused !== undefined) request.destroy(new AccessDenied(refused.action, refused.resource));
}

/** As AWS names it, so that code which tells errors by name does here what it does there. */
class AccessDenied extends Error {
  override readonly name = "AccessDeniedException";
  readonly $metadata = { httpStatusCode: 403 };

  constructor(action: string, resource: string) {
    super(`no policy of this function allows ${action} on ${resource}`);
  }
}

function headersOf({ headers }: RequestOptions): OutgoingCall["headers"] {
  const entries = Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]);
  return Object.fromEntries(entries);
}
