import { randomUUID } from "node:crypto";
import type { Logger } from "@aws-lambda-powertools/logger";
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";

const header = "x-correlation-id";

/** A UUID or a ULID and nothing else: what a sender may choose is written to the log, and digits could be somebody's number. */
const form = /^(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|(?=.*[A-Z])[0-7][0-9A-HJKMNP-TV-Z]{25})$/i;

type Request = { event: Pick<APIGatewayProxyEvent, "headers">; response?: APIGatewayProxyResult | null | undefined };

/** Gives every request a name that stands in each line of its log and in its answer: the sender's own where it is one, else a new one. */
export function correlation(logger: Pick<Logger, "appendKeys">): { begin(request: Request): void; answer(request: Request): void } {
  let current = "";
  return {
    begin({ event }) {
      const given = Object.entries(event.headers ?? {}).find(([name]) => name.toLowerCase() === header)?.[1];
      current = given !== undefined && form.test(given) ? given : randomUUID();
      logger.appendKeys({ correlationId: current });
    },
    answer({ response }) {
      if (response) response.headers = { ...response.headers, [header]: current };
    },
  };
}
