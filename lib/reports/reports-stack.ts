import { Stack, type StackProps } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { dataEnvironment, dataPlaces } from "../data/data-places.ts";
import type { DataStack } from "../data/data-stack.ts";
import type { FunctionName } from "../functions.ts";
import { HeartenFunction } from "../hearten-function.ts";
import type { IngestStack } from "../ingest/ingest-stack.ts";
import { tell } from "../outputs.ts";
import { region } from "../stages.ts";
import type { Surroundings, Watched } from "../surroundings.ts";
import { FrontDoor, type Route } from "./front-door.ts";
import { signInClient } from "./sign-in-client.ts";

export type ReportsStackProps = StackProps & { surroundings: Surroundings; data: DataStack; ingest: IngestStack };

/** The reports, the sign-in to them, and the address that both they and the API are reached at. */
export class ReportsStack extends Stack {
  readonly doors: readonly FrontDoor[];

  constructor(scope: Construct, id: string, props: ReportsStackProps) {
    super(scope, id, props);
    const { data, ingest } = props;
    const surroundings = { ...props.surroundings, logKey: data.operationsKey };
    const { domain } = surroundings.stage;
    const door = new FrontDoor(this, "front-door", { surroundings, domain, says: "Where suppliers send to and readers read from" });
    const hosted = `https://${data.people.domain.domainName}.auth.${region}.amazoncognito.com`;
    const environment = {
      ...dataEnvironment(data),
      PUBLIC_URL: door.url,
      SIGN_IN_CLIENT_ID: signInClient(this, data.people, door.url).userPoolClientId,
      SIGN_IN_AUTHORIZE_URL: `${hosted}/oauth2/authorize`,
      SIGN_IN_TOKEN_URL: `${hosted}/oauth2/token`,
    };
    const places = dataPlaces(data);
    const make = (name: FunctionName) => new HeartenFunction(this, name, { surroundings, places, environment }).lambda;
    const suppliersDoor = supplierDoor(this, surroundings) ?? door;
    this.doors = [...new Set([door, suppliersDoor])];
    for (const route of submissionRoutes(ingest)) suppliersDoor.open(route);
    for (const route of readerRoutes(ingest, make("read-report"), make("sign-in"))) door.open(route);
    for (const route of exploreRoutes(make("explore-figures"))) door.open(route);
    for (const route of practiceRoutes(make("read-practice"), make("acknowledge-risk")))
      for (const each of new Set([door, suppliersDoor])) each.open(route);
    for (const route of statusRoutes(make("tell-status"))) door.open(route);
    for (const route of fillInRoutes(make("fill-in"))) door.open(route);
    for (const route of practicePageRoutes(make("show-practice"))) door.open(route);
    tell(this, { address: door.url });
  }
}

/** A door for systems alone, where the stage asks for their certificates; people have none, so theirs is another. */
function supplierDoor(scope: Construct, surroundings: Watched): FrontDoor | undefined {
  const domain = surroundings.stage.domain?.suppliers;
  return domain && new FrontDoor(scope, "supplier-door", { surroundings, domain, says: "Where suppliers send to" });
}

/** What a practice has to do: for its suppliers and for its own people, so at the doors of both. */
function practiceRoutes(readPractice: Route["to"], acknowledgeRisk: Route["to"]): Route[] {
  return [
    { method: "GET", path: "/v1/practices/{ods}/follow-ups-due", to: readPractice },
    { method: "GET", path: "/v1/practices/{ods}/data-quality", to: readPractice },
    { method: "GET", path: "/v1/practices/{ods}/risk-flags", to: readPractice },
    { method: "POST", path: "/v1/practices/{ods}/risk-flags/{id}/acknowledgement", to: acknowledgeRisk },
  ];
}

/** How up to date the reports are: for anybody, signed in or not. */
function statusRoutes(tellStatus: Route["to"]): Route[] {
  return [
    { method: "GET", path: "/reports/status", to: tellStatus },
    { method: "GET", path: "/v1/status", to: tellStatus },
  ];
}

/** The pages of a practice's own people. */
function practicePageRoutes(showPractice: Route["to"]): Route[] {
  return [
    { method: "GET", path: "/practice", to: showPractice },
    { method: "GET", path: "/practice/{proxy+}", to: showPractice },
    { method: "POST", path: "/practice/{proxy+}", to: showPractice },
  ];
}

/** The pages for people without a system. */
function fillInRoutes(fillIn: Route["to"]): Route[] {
  return [
    { method: "GET", path: "/fill-in", to: fillIn },
    { method: "GET", path: "/fill-in/{proxy+}", to: fillIn },
    { method: "POST", path: "/fill-in/{proxy+}", to: fillIn },
  ];
}

function submissionRoutes(ingest: IngestStack): Route[] {
  return [
    { method: "POST", path: "/v1/submissions", to: ingest.takeSubmission },
    { method: "GET", path: "/v1/submissions/{submissionId}", to: ingest.readReceipt },
    { method: "GET", path: "/v1/submissions/{submissionId}/acknowledgement.csv", to: ingest.readReceipt },
    { method: "POST", path: "/v1/uploads", to: ingest.takeFile },
    { method: "POST", path: "/v1/uploads/{submissionId}/complete", to: ingest.takeFile },
    { method: "POST", path: "/v1/erasures", to: ingest.excludePeople },
    { method: "POST", path: "/v1/opt-outs", to: ingest.excludePeople },
    { method: "POST", path: "/v1/score", to: ingest.scoreInstrument },
    { method: "GET", path: "/v1/openapi.json", to: ingest.describeApi },
    { method: "GET", path: "/v1/templates", to: ingest.describeApi },
    { method: "GET", path: "/v1/templates/{name}", to: ingest.describeApi },
    { method: "GET", path: "/v1/fhir/metadata", to: ingest.describeApi },
  ];
}

/** The page on which figures can be pointed at, and its script. */
function exploreRoutes(explore: Route["to"]): Route[] {
  return [
    { method: "GET", path: "/explore", to: explore },
    { method: "GET", path: "/explore/{file}", to: explore },
  ];
}

function readerRoutes({ describeApi }: IngestStack, readReport: Route["to"], signIn: Route["to"]): Route[] {
  return [
    { method: "GET", path: "/docs", to: describeApi },
    { method: "GET", path: "/reports", to: readReport },
    { method: "GET", path: "/v1/outcomes", to: readReport },
    { method: "GET", path: "/v1/outcomes/{place}", to: readReport },
    { method: "GET", path: "/reports/{proxy+}", to: readReport },
    { method: "GET", path: "/sign-in", to: signIn },
    { method: "GET", path: "/sign-in/callback", to: signIn },
    { method: "POST", path: "/sign-out", to: signIn },
  ];
}
