import * as apigateway from "aws-cdk-lib/aws-apigateway";

const { AccessLogField } = apigateway;

/** What is noted of each request: the route's template and the answer, never an address that was asked for, a query or a body. */
export const accessLine = apigateway.AccessLogFormat.custom(
  JSON.stringify({
    requestId: AccessLogField.contextRequestId(),
    time: AccessLogField.contextRequestTimeEpoch(),
    method: AccessLogField.contextHttpMethod(),
    route: AccessLogField.contextResourcePath(),
    status: AccessLogField.contextStatus(),
    bytes: AccessLogField.contextResponseLength(),
    milliseconds: AccessLogField.contextResponseLatency(),
    sourceIp: AccessLogField.contextIdentitySourceIp(),
  }),
);
