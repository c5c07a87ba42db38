import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { codeExchange } from "../../adapters/code-exchange.ts";

let server: Server;
let tokenUrl: string;
const forms: URLSearchParams[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => void parts.push(part));
    request.on("end", () => {
      const form = new URLSearchParams(Buffer.concat(parts).toString());
      forms.push(form);
      const code = form.get("code");
      response.writeHead(code === "good" ? 200 : code === "broken" ? 503 : 400, { "content-type": "application/json" });
      response.end(JSON.stringify(code === "good" ? { access_token: "a.b.c", expires_in: 3600 } : { error: "invalid_grant" }));
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  tokenUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`;
});

afterAll(() => server.close());

const exchange = (code: string) =>
  codeExchange({ tokenUrl, clientId: "reports", redirectUri: "https://reports.example/sign-in/callback" })(code, "the-verifier");

describe("exchanging a code", () => {
  it("sends the verifier and no secret, and gives the token with its time", async () => {
    expect(await exchange("good")).toEqual({ accessToken: "a.b.c", seconds: 3600 });
    expect(Object.fromEntries(forms.at(-1) ?? [])).toEqual({
      grant_type: "authorization_code",
      client_id: "reports",
      redirect_uri: "https://reports.example/sign-in/callback",
      code: "good",
      code_verifier: "the-verifier",
    });
  });

  it("gives nothing for a code that is not taken, and throws where nobody could say", async () => {
    expect(await exchange("stale")).toBeNull();
    await expect(exchange("broken")).rejects.toThrow("requires the token endpoint");
  });
});
