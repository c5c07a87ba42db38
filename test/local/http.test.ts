import { request as rawRequest } from "node:http";
import type { APIGatewayProxyEvent } from "aws-lambda";
import { expect, it, onTestFinished } from "vitest";
import { FunctionError } from "../../local/function-pool.ts";
import { type HttpFront, startHttp } from "../../local/http.ts";
import type { Route } from "../../local/http-routes.ts";
import { findRoute, routesOf } from "../../local/http-routes.ts";
import type { Resource } from "../../local/template.ts";
import { appOf } from "./support/bundle.ts";

const routes: readonly Route[] = [
  { method: "POST", path: "/v1/submissions", functionArn: "take" },
  { method: "GET", path: "/v1/submissions/{submissionId}", functionArn: "receipt" },
  { method: "GET", path: "/v1/submissions/latest", functionArn: "latest" },
  { method: "GET", path: "/reports", functionArn: "reports" },
  { method: "GET", path: "/reports/{proxy+}", functionArn: "report" },
];

type Invoke = (name: string, event: APIGatewayProxyEvent) => Promise<unknown>;

async function frontWith(invoke: Invoke, binaryTypes: readonly string[] = ["*/*"]): Promise<HttpFront> {
  const front = await startHttp(0);
  const handle = (_: unknown, response: { end(text: string): void }) => response.end("sign-in");
  front.serve({
    routes,
    binaryTypes,
    functions: { invoke: (name, event) => invoke(name, event as APIGatewayProxyEvent) },
    signIn: { path: "/oidc", handle },
  });
  onTestFinished(() => front.stop());
  return front;
}

const echo: Invoke = async (name, event) => ({ statusCode: 200, body: JSON.stringify({ name, event }) });

async function echoed(front: HttpFront, path: string, options: RequestInit = {}): Promise<{ name: string; event: APIGatewayProxyEvent }> {
  return (await fetch(front.url + path, options)).json() as Promise<{ name: string; event: APIGatewayProxyEvent }>;
}

it("makes the event of API Gateway's proxy integration from a request", async () => {
  const front = await frontWith(echo);

  const { name, event } = await echoed(front, "/v1/submissions/a%20b?x=1&y=2&x=3", { headers: { Authorization: "Bearer t" } });

  expect(name).toBe("receipt");
  expect(event).toMatchObject({
    ...{ resource: "/v1/submissions/{submissionId}", path: "/v1/submissions/a%20b", httpMethod: "GET", body: null, isBase64Encoded: false },
    pathParameters: { submissionId: "a b" },
    queryStringParameters: { x: "3", y: "2" },
    multiValueQueryStringParameters: { x: ["1", "3"], y: ["2"] },
    requestContext: { stage: "local", httpMethod: "GET", resourcePath: "/v1/submissions/{submissionId}" },
  });
  expect(event.headers.authorization ?? event.headers.Authorization).toBe("Bearer t");
});

it("carries a body as base64 where its type is binary, and as text where it is not", async () => {
  const body = '{"é":1}';
  const options = { method: "POST", body, headers: { "content-type": "application/json" } };

  const binary = await echoed(await frontWith(echo, ["*/*"]), "/v1/submissions", options);
  const text = await echoed(await frontWith(echo, ["application/octet-stream"]), "/v1/submissions", options);

  expect([Buffer.from(binary.event.body ?? "", "base64").toString(), binary.event.isBase64Encoded]).toEqual([body, true]);
  expect([text.event.body, text.event.isBase64Encoded]).toEqual([body, false]);
});

it("sends back status, headers and bytes as the function gave them", async () => {
  const bytes = Buffer.from([0, 255, 10]);
  const front = await frontWith(async () => ({
    ...{ statusCode: 201, body: bytes.toString("base64"), isBase64Encoded: true },
    ...{ headers: { "Content-Type": "image/png" }, multiValueHeaders: { "Set-Cookie": ["a=1", "b=2"] } },
  }));

  const answer = await fetch(`${front.url}/reports`);

  expect([answer.status, answer.headers.get("content-type"), answer.headers.getSetCookie()]).toEqual([201, "image/png", ["a=1", "b=2"]]);
  expect(Buffer.from(await answer.arrayBuffer())).toEqual(bytes);
});

it("sends an answer that has no body", async () => {
  const front = await frontWith(async () => ({ statusCode: 304, headers: { etag: '"x"' } }));

  const answer = await fetch(`${front.url}/reports`);

  expect([answer.status, await answer.text(), answer.headers.get("etag")]).toEqual([304, "", '"x"']);
});

it.each([
  ["a path that is not there", "GET", "/nowhere", 404],
  ["a method that the path does not take", "DELETE", "/v1/submissions", 405],
  ["a path that is wrongly escaped", "GET", "/reports/%zz", 400],
])("answers %s with a problem", async (_, method, path, status) => {
  const front = await frontWith(echo);

  const answer = await fetch(front.url + path, { method });

  expect([answer.status, answer.headers.get("content-type")]).toEqual([status, "application/problem+json"]);
  expect(await answer.json()).toMatchObject({ type: "about:blank", status });
});

it("says which methods a path takes", async () => {
  const front = await frontWith(echo);

  expect((await fetch(`${front.url}/v1/submissions`, { method: "PUT", body: "x" })).headers.get("allow")).toBe("POST");
});

it("takes a body of ten megabytes and refuses a byte more, however it is sent, invoking nothing", async () => {
  let invoked = 0;
  const front = await frontWith(async (_, event) => {
    invoked += 1;
    return { statusCode: 200, body: String(event.body?.length) };
  }, []);
  const send = (body: NonNullable<RequestInit["body"]>) =>
    fetch(`${front.url}/v1/submissions`, { method: "POST", body, duplex: "half" } as RequestInit);
  const limit = 10 * 1024 * 1024;

  expect(await (await send(Buffer.alloc(limit, "x"))).text()).toBe(String(limit));
  expect((await send(Buffer.alloc(limit + 1, "x"))).status).toBe(413);
  expect((await send(new Blob([Buffer.alloc(limit + 1, "x")]).stream())).status).toBe(413);
  expect(invoked).toBe(1);
});

it.each([
  ["fails", new FunctionError("TypeError", "cannot read pk of undefined"), 502],
  ["does not answer in time", new FunctionError("Sandbox.Timedout", "thread 4 was ended"), 504],
  ["is given more than it may take", new FunctionError("RequestEntityTooLargeException", "6291457 bytes"), 413],
])("tells the sender nothing of the inside when a function %s", async (_, error, status) => {
  const front = await frontWith(() => Promise.reject(error));

  const answer = await fetch(`${front.url}/reports`);

  expect(answer.status).toBe(status);
  expect(await answer.text()).not.toContain(error.message);
});

it.each([[null], ["text"], [{ body: "no status" }], [{ statusCode: 99 }], [{ statusCode: 200, body: { a: 1 } }]])(
  "answers 502 to an answer that is none: %j",
  async (given) => {
    const front = await frontWith(async () => given);

    expect((await fetch(`${front.url}/reports`)).status).toBe(502);
  },
);

it("hands what stands under the sign-in's path to it", async () => {
  expect(await (await fetch(`${(await frontWith(echo)).url}/oidc/token`)).text()).toBe("sign-in");
});

it("sends a browser from the bare address to the reports, and from localhost to the name its cookies are for", async () => {
  const front = await frontWith(echo);
  const port = Number(new URL(front.url).port);
  const locationFor = (host: string, path: string) =>
    new Promise((known) => {
      const options = { port, host: "127.0.0.1", path, headers: { host, accept: "text/html" } };
      rawRequest(options, (answer) => known(answer.resume().headers.location)).end();
    });

  expect(await locationFor(`127.0.0.1:${port}`, "/")).toBe("/reports");
  expect(await locationFor(`localhost:${port}`, "/reports/a?b=1")).toBe(`http://127.0.0.1:${port}/reports/a?b=1`);
});

it("finishes what it is answering before it stops", async () => {
  let began = () => {};
  const beginning = new Promise<void>((known) => {
    began = known;
  });
  const front = await startHttp(0);
  const invoke = async () => {
    began();
    await new Promise((wake) => setTimeout(wake, 50));
    return { statusCode: 200, body: "whole" };
  };
  front.serve({ routes, binaryTypes: [], functions: { invoke }, signIn: { path: "/oidc", handle: () => undefined } });

  const answer = fetch(`${front.url}/reports`);
  await beginning;
  await front.stop();

  expect(await (await answer).text()).toBe("whole");
});

it("says how to choose another port when its own is taken", async () => {
  const front = await frontWith(echo);

  await expect(startHttp(Number(new URL(front.url).port))).rejects.toThrow(/is in use: .* --port/);
});

it("prefers the more particular path, and gives a greedy one all the rest", () => {
  expect(findRoute(routes, "GET", "/v1/submissions/latest")).toMatchObject({ route: { functionArn: "latest" } });
  expect(findRoute(routes, "GET", "/reports/2026/a%2Fb/c.svg")).toMatchObject({
    route: { functionArn: "report" },
    parameters: { proxy: "2026/a/b/c.svg" },
  });
  expect(findRoute(routes, "GET", "/reports/")).toMatchObject({ route: { functionArn: "reports" } });
});

it("reads its routes from the template", () => {
  const place = { id: "x", stack: "s", directory: ".", metadata: {}, attributes: {} };
  const at = (ref: string, ParentId: string, PathPart: string): Resource => ({
    ...place,
    ...{ type: "AWS::ApiGateway::Resource", name: ref, ref, properties: { ParentId, PathPart } },
  });
  const Uri = "arn:aws:apigateway:eu-west-2:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-2:0:function:f/invocations";
  const method = (ResourceId: string, Type: string): Resource => ({
    ...place,
    ...{ type: "AWS::ApiGateway::Method", name: "m", ref: "m", properties: { HttpMethod: "GET", ResourceId, Integration: { Type, Uri } } },
  });

  const read = routesOf(
    appOf(at("v1", "root", "v1"), at("sub", "v1", "{id}"), method("sub", "AWS_PROXY"), method("root", "AWS_PROXY"), method("v1", "MOCK")),
  );

  expect(read).toEqual([
    { method: "GET", path: "/v1/{id}", functionArn: "arn:aws:lambda:eu-west-2:0:function:f" },
    { method: "GET", path: "", functionArn: "arn:aws:lambda:eu-west-2:0:function:f" },
  ]);
});
