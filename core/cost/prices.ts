/**
 * How sure a price is. `read`: on AWS's own page. `derived`: from the price in Virginia and the ratio between London and Virginia before November 2024.
 * `unconfirmed`: from memory of the list. None was checked against AWS's calculator: do so before relying on a total.
 */
export type Certainty = "read" | "derived" | "unconfirmed";

export type Price = { readonly dollars: number; readonly per: string; readonly certainty: Certainty; readonly source: string };

const derivedFrom = (virginia: string) => `${virginia} in us-east-1 x 1.1877, the ratio of the two before November 2024`;

/** What AWS asks in London (eu-west-2), on demand, in US dollars without VAT. */
export const prices = {
  tableWrite: { dollars: 0.7423e-6, per: "write request unit", certainty: "derived", source: derivedFrom("DynamoDB $0.625 a million") },
  tableRead: { dollars: 0.1485e-6, per: "read request unit", certainty: "derived", source: derivedFrom("DynamoDB $0.125 a million") },
  tableGigabyte: { dollars: 0.297, per: "GB and month", certainty: "derived", source: derivedFrom("DynamoDB $0.25") },
  tableHistoryGigabyte: { dollars: 0.238, per: "GB and month", certainty: "derived", source: derivedFrom("DynamoDB PITR $0.20") },
  tableExportGigabyte: { dollars: 0.119, per: "GB", certainty: "derived", source: derivedFrom("DynamoDB export $0.10") },
  functionGigabyteSecond: { dollars: 1.33334e-5, per: "GB-second on arm64", certainty: "read", source: "Lambda pricing" },
  functionCall: { dollars: 0.2e-6, per: "invocation", certainty: "unconfirmed", source: "Lambda list price" },
  queueCall: {
    dollars: 0.5e-6,
    per: "request, as for a FIFO queue (a standard one is $0.40 a million)",
    certainty: "unconfirmed",
    source: "SQS list price",
  },
  apiCall: { dollars: 3.5e-6, per: "REST API request", certainty: "unconfirmed", source: "API Gateway list price" },
  objectGigabyte: { dollars: 0.024, per: "GB and month", certainty: "unconfirmed", source: "S3 Standard list price" },
  objectPut: { dollars: 5.3e-6, per: "PUT", certainty: "unconfirmed", source: "S3 Standard list price" },
  objectGet: { dollars: 0.42e-6, per: "GET or HEAD", certainty: "unconfirmed", source: "S3 Standard list price" },
  transition: { dollars: 25e-6, per: "state transition", certainty: "read", source: "Step Functions pricing, London" },
  keyMonth: { dollars: 1, per: "key and month", certainty: "unconfirmed", source: "KMS list price" },
  keyCall: { dollars: 3e-6, per: "request", certainty: "unconfirmed", source: "KMS list price" },
  logGigabyte: { dollars: 0.5985, per: "GB taken in", certainty: "unconfirmed", source: "CloudWatch Logs list price" },
  metric: { dollars: 0.3, per: "custom metric and month", certainty: "unconfirmed", source: "CloudWatch list price" },
  alarm: { dollars: 0.1, per: "alarm and month", certainty: "unconfirmed", source: "CloudWatch list price" },
  dashboard: { dollars: 3, per: "dashboard and month", certainty: "unconfirmed", source: "CloudWatch list price" },
  firewall: { dollars: 5, per: "web ACL and month", certainty: "unconfirmed", source: "WAF list price" },
  firewallRule: { dollars: 1, per: "rule and month", certainty: "unconfirmed", source: "WAF list price" },
  firewallCall: { dollars: 0.6e-6, per: "request", certainty: "unconfirmed", source: "WAF list price" },
  scanTerabyte: { dollars: 5, per: "TB scanned", certainty: "read", source: "Athena pricing" },
  token: { dollars: 2.25e-3, per: "machine token", certainty: "unconfirmed", source: "Cognito list price" },
  client: {
    dollars: 6,
    per: "machine client and month",
    certainty: "unconfirmed",
    source: "Cognito list price; AWS may have withdrawn the charge by client",
  },
  trailEvent: { dollars: 1e-6, per: "data event", certainty: "unconfirmed", source: "CloudTrail list price" },
  malwareGigabyte: { dollars: 0.09, per: "GB scanned", certainty: "unconfirmed", source: "GuardDuty malware protection list price" },
  malwareObject: { dollars: 0.215e-3, per: "object scanned", certainty: "unconfirmed", source: "GuardDuty malware protection list price" },
} as const satisfies Record<string, Price>;
