import * as apigateway from "aws-cdk-lib/aws-apigateway";

const { ResponseType } = apigateway;

/** What the gateway says by itself, before or instead of a function: in the form of every other problem (RFC 9457), telling nothing of what is behind it. */
const answers = [
  { id: "no-such-route", type: ResponseType.MISSING_AUTHENTICATION_TOKEN, status: 404, title: "there is nothing at this address" },
  { id: "too-large", type: ResponseType.REQUEST_TOO_LARGE, status: 413, title: "the body is too large: send it in smaller submissions" },
  { id: "too-fast", type: ResponseType.THROTTLED, status: 429, title: "too many requests: the same again later is safe" },
  { id: "turned-away", type: ResponseType.WAF_FILTERED, status: 403, title: "the firewall turned this request away" },
  { id: "too-slow", type: ResponseType.INTEGRATION_TIMEOUT, status: 504, title: "no answer in time: the same again is safe" },
  { id: "failed", type: ResponseType.DEFAULT_5XX, status: 500, title: "something failed: the same again is safe" },
] as const;

/** Gives the gateway's own answers the form of the API's. */
export function answerInKind(api: apigateway.RestApi): void {
  for (const { id, type, status, title } of answers) {
    api.addGatewayResponse(id, {
      type,
      statusCode: String(status),
      responseHeaders: { "Content-Type": "'application/problem+json'", "Cache-Control": "'no-store'" },
      templates: { "application/json": JSON.stringify({ type: "about:blank", title, status }) },
    });
  }
}
