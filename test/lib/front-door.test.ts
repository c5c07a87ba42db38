import { describe, expect, it } from "vitest";
import * as z from "zod";
import { ownFindings } from "../../lib/review/own-rules.ts";
import { stages } from "../../lib/stages.ts";
import { ofType, only, type Resource, synthesized } from "./synthesized.ts";

const test = await synthesized(stages.test);

describe("the front door", () => {
  it("sends each route to its function, and has no other route", () => {
    const paths = new Map<unknown, string>();
    for (const { id, properties } of ofType(test, "AWS::ApiGateway::Resource"))
      paths.set(id, `${paths.get(properties.ParentId) ?? ""}/${properties.PathPart}`);
    const routes = ofType(test, "AWS::ApiGateway::Method").map(
      ({ properties }) => `${properties.HttpMethod} ${paths.get(properties.ResourceId)} -> ${functionCalledBy(properties)}`,
    );

    expect(routes).toEqual([
      "POST /v1/submissions -> takesubmission",
      "GET /v1/submissions/{submissionId} -> readreceipt",
      "GET /v1/submissions/{submissionId}/acknowledgement.csv -> readreceipt",
      "POST /v1/uploads -> takefile",
      "POST /v1/uploads/{submissionId}/complete -> takefile",
      "POST /v1/erasures -> excludepeople",
      "POST /v1/opt-outs -> excludepeople",
      "POST /v1/score -> scoreinstrument",
      "GET /v1/openapi.json -> describeapi",
      "GET /v1/templates -> describeapi",
      "GET /v1/templates/{name} -> describeapi",
      "GET /v1/fhir/metadata -> describeapi",
      "GET /v1/outcomes -> readreport",
      "GET /v1/outcomes/{place} -> readreport",
      "GET /v1/practices/{ods}/follow-ups-due -> readpractice",
      "GET /v1/practices/{ods}/data-quality -> readpractice",
      "GET /v1/practices/{ods}/risk-flags -> readpractice",
      "POST /v1/practices/{ods}/risk-flags/{id}/acknowledgement -> acknowledgerisk",
      "GET /v1/status -> tellstatus",
      "GET /docs -> describeapi",
      "GET /reports -> readreport",
      "GET /reports/{proxy+} -> readreport",
      "GET /reports/status -> tellstatus",
      "GET /sign-in -> signin",
      "GET /sign-in/callback -> signin",
      "POST /sign-out -> signin",
      "GET /explore -> explorefigures",
      "GET /explore/{file} -> explorefigures",
      "GET /fill-in -> fillin",
      "GET /fill-in/{proxy+} -> fillin",
      "POST /fill-in/{proxy+} -> fillin",
      "GET /practice -> showpractice",
      "GET /practice/{proxy+} -> showpractice",
      "POST /practice/{proxy+} -> showpractice",
    ]);
  });

  it("hands every body on as the bytes that were sent", () => {
    expect(only(test, "AWS::ApiGateway::RestApi").properties).toMatchObject({
      BinaryMediaTypes: ["*/*"],
      EndpointConfiguration: { Types: ["REGIONAL"] },
    });
  });

  it("limits how fast it may be asked, and notes neither what was asked for nor what was sent", () => {
    const { properties } = only(test, "AWS::ApiGateway::Stage");

    expect(properties).toMatchObject({
      MethodSettings: [
        {
          HttpMethod: "*",
          ResourcePath: "/*",
          DataTraceEnabled: false,
          LoggingLevel: "ERROR",
          ThrottlingRateLimit: 50,
          ThrottlingBurstLimit: 100,
        },
      ],
    });
    const line = JSON.stringify(properties.AccessLogSetting);
    for (const telling of ["$context.path", "querystring", "authorizer", "requestOverride", "$input"]) expect(line).not.toContain(telling);
  });

  it("answers for itself in the form of every other problem", () => {
    const answers = ofType(test, "AWS::ApiGateway::GatewayResponse").map(({ properties }) => properties);

    expect(answers.map(({ ResponseType, StatusCode }) => `${ResponseType} ${StatusCode}`)).toEqual([
      "MISSING_AUTHENTICATION_TOKEN 404",
      "REQUEST_TOO_LARGE 413",
      "THROTTLED 429",
      "WAF_FILTERED 403",
      "INTEGRATION_TIMEOUT 504",
      "DEFAULT_5XX 500",
    ]);
    for (const { ResponseParameters, ResponseTemplates, StatusCode } of answers) {
      expect(ResponseParameters).toMatchObject({ "gatewayresponse.header.Content-Type": "'application/problem+json'" });
      expect(JSON.parse(Object(ResponseTemplates)["application/json"])).toMatchObject({ type: "about:blank", status: Number(StatusCode) });
    }
  });

  it("lets API Gateway call a function for its own routes alone", () => {
    const permissions = ofType(test, "AWS::Lambda::Permission");

    expect(permissions).toHaveLength(34);
    for (const { properties } of permissions) {
      expect(properties).toMatchObject({ Action: "lambda:InvokeFunction", Principal: "apigateway.amazonaws.com" });
      expect(properties.SourceArn).toMatch(/:frontdoorapi\/frontdoorapiDeploymentStagehearten\/(GET|POST)\//);
    }
  });

  it("closes API Gateway's own address once there is a name", async () => {
    const domain = { name: "hearten.example.nhs.uk", certificateArn: "arn:aws:acm:eu-west-2:111122223333:certificate/1" };
    const named = await synthesized({ ...stages.production, domain });

    expect(only(named, "AWS::ApiGateway::RestApi").properties).toMatchObject({ DisableExecuteApiEndpoint: true });
    expect(ownFindings(named)).toEqual([]);
    expect(only(named, "AWS::ApiGateway::DomainName").properties).toMatchObject({ SecurityPolicy: "TLS_1_2" });
    expect(signInCallbacks(named)).toEqual(["https://hearten.example.nhs.uk/sign-in/callback"]);
  }, 120_000);

  it("asks suppliers' systems for a certificate at a name of their own, and leads nobody past it", async () => {
    const certificateArn = "arn:aws:acm:eu-west-2:111122223333:certificate/1";
    const trustStore = { bucketName: "trust", key: "suppliers.pem", version: "3" };
    const suppliers = { name: "api.hearten.example.nhs.uk", certificateArn, trustStore };
    const named = await synthesized({ ...stages.production, domain: { name: "hearten.example.nhs.uk", certificateArn, suppliers } });

    const names = ofType(named, "AWS::ApiGateway::DomainName").map(({ properties }) => [
      properties.DomainName,
      properties.MutualTlsAuthentication,
    ]);
    const doors = new Map<unknown, Set<unknown>>();
    for (const { properties } of ofType(named, "AWS::ApiGateway::Method"))
      doors.set(properties.RestApiId, (doors.get(properties.RestApiId) ?? new Set()).add(functionCalledBy(properties)));

    expect(names).toEqual([
      ["hearten.example.nhs.uk", undefined],
      ["api.hearten.example.nhs.uk", { TruststoreUri: "s3://trust/suppliers.pem", TruststoreVersion: "3" }],
    ]);
    expect(doors).toEqual(
      new Map([
        [
          "supplierdoorapi",
          new Set([
            "takesubmission",
            "readreceipt",
            "takefile",
            "excludepeople",
            "scoreinstrument",
            "describeapi",
            "readpractice",
            "acknowledgerisk",
          ]),
        ],
        [
          "frontdoorapi",
          new Set([
            "describeapi",
            "readreport",
            "signin",
            "explorefigures",
            "tellstatus",
            "readpractice",
            "acknowledgerisk",
            "fillin",
            "showpractice",
          ]),
        ],
      ]),
    );
    for (const { properties } of ofType(named, "AWS::ApiGateway::RestApi")) expect(properties.DisableExecuteApiEndpoint).toBe(true);
    expect(ofType(named, "AWS::WAFv2::WebACLAssociation")).toHaveLength(2);
    expect(ownFindings(named)).toEqual([]);
  }, 120_000);

  it("turns away who asks too often and what is known to be bad, keeps no sample of it, and notes it without who and what for", () => {
    const { properties } = only(test, "AWS::WAFv2::WebACL");
    const rules = z
      .array(z.looseObject({ Name: z.string(), VisibilityConfig: z.looseObject({ SampledRequestsEnabled: z.literal(false) }) }))
      .parse(properties.Rules);

    expect(rules.map(({ Name }) => Name)).toEqual([
      "too-often",
      "AWSManagedRulesAmazonIpReputationList",
      "AWSManagedRulesKnownBadInputsRuleSet",
      "AWSManagedRulesCommonRuleSet",
    ]);
    expect(JSON.stringify(rules.at(-1))).toContain('{"ActionToUse":{"Count":{}},"Name":"SizeRestrictions_BODY"}');
    expect(only(test, "AWS::WAFv2::WebACLAssociation").properties).toMatchObject({ WebACLArn: "frontdoorfirewallacl.Arn" });
    expect(only(test, "AWS::WAFv2::LoggingConfiguration").properties).toMatchObject({
      RedactedFields: [
        { SingleHeader: { Name: "authorization" } },
        { SingleHeader: { Name: "cookie" } },
        { QueryString: {} },
        { UriPath: {} },
      ],
      LoggingFilter: { DefaultBehavior: "DROP" },
    });
  });
});

describe("the clients", () => {
  it("are one for each supplier's system, which may submit and nothing else", () => {
    const suppliers = ofType(test, "AWS::Cognito::UserPoolClient").filter(
      ({ stack, properties }) => stack === "hearten-test-ingest" && properties.ClientName !== "operator-program",
    );

    expect(suppliers.map(({ properties }) => properties.ClientName)).toEqual(stages.test.suppliers);
    for (const { properties } of suppliers)
      expect(properties).toMatchObject({
        AllowedOAuthFlows: ["client_credentials"],
        AllowedOAuthScopes: ["hearten/submit"],
        GenerateSecret: true,
      });
  });

  it("are one for operators' programs, which may operate and nothing else; nobody who signs in can ask for as much", () => {
    const clients = ofType(test, "AWS::Cognito::UserPoolClient").map(({ properties }) => properties);
    const operating = clients.filter(({ AllowedOAuthScopes }) => JSON.stringify(AllowedOAuthScopes).includes("hearten/operate"));

    expect(operating).toMatchObject([
      {
        ...{ ClientName: "operator-program", AllowedOAuthFlows: ["client_credentials"], AllowedOAuthScopes: ["hearten/operate"] },
        ...{
          GenerateSecret: true,
          AccessTokenValidity: 15,
          TokenValidityUnits: { AccessToken: "minutes" },
        },
      },
    ]);
  });

  it("let people sign in with a code, back to this address alone", () => {
    expect(only(test, "AWS::Cognito::UserPoolClient", "signinclient").properties).toMatchObject({
      AllowedOAuthFlows: ["code"],
      AllowedOAuthScopes: ["openid", "hearten/read"],
      GenerateSecret: false,
    });
    expect(signInCallbacks(test)).toEqual(["https://frontdoorapi.execute-api.eu-west-2.AWS::URLSuffix/hearten/sign-in/callback"]);
  });
});

function functionCalledBy({ Integration }: Resource["properties"]): string | undefined {
  return /functions\/(\w+?)function\.Arn\/invocations/.exec(JSON.stringify(Integration))?.[1];
}

function signInCallbacks(resources: readonly Resource[]): unknown {
  return only(resources, "AWS::Cognito::UserPoolClient", "signinclient").properties.CallbackURLs;
}
