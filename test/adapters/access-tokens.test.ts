import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accessTokens } from "../../adapters/access-tokens.ts";
import { startTokenIssuer, type TokenIssuer } from "../support/token-issuer.ts";

let issuer: TokenIssuer;
beforeAll(async () => {
  issuer = await startTokenIssuer();
});
afterAll(() => issuer.stop());

const scope = "hearten/submit";
const stopped = (at: number) => () => at;
const seconds = () => Date.now() / 1000;

describe("a token that was verified", () => {
  it("is not verified again for a while, and lets nobody do anything that it does not say", async () => {
    const callerOf = accessTokens({ issuer: issuer.issuer, jwksUrl: issuer.jwksUrl, now: stopped(Date.now()) });
    const ending = `Bearer ${await issuer.token({ exp: Math.floor(seconds()) - 58 })}`;
    expect(await callerOf(ending, scope)).toEqual({ ok: true, client: "supplier-1" });
    await setTimeout(2_100);

    // Were it verified now, it would be found to have ended: the clock of the memory stands still.
    expect(await callerOf(ending, scope)).toEqual({ ok: true, client: "supplier-1" });
    expect(await callerOf(ending, "hearten/operate")).toMatchObject({ problem: { status: 403 } });
    expect(await callerOf(`${ending.slice(0, -4)}AAAA`, scope)).toMatchObject({ problem: { status: 401 } });
  });

  it("is verified again after a minute", async () => {
    let now = Date.now() - 120_000;
    const callerOf = accessTokens({ issuer: issuer.issuer, jwksUrl: issuer.jwksUrl, now: () => now });
    const ending = `Bearer ${await issuer.token({ exp: Math.floor(seconds()) - 58 })}`;
    expect(await callerOf(ending, scope)).toMatchObject({ ok: true });
    await setTimeout(2_100);

    now += 59_000;
    expect(await callerOf(ending, scope)).toMatchObject({ ok: true });
    now += 1_001;
    expect(await callerOf(ending, scope)).toMatchObject({ problem: { status: 401 } });
  });

  it("is of no use past its end, however lately it was verified", async () => {
    const callerOf = accessTokens({ issuer: issuer.issuer, jwksUrl: issuer.jwksUrl });
    const ending = `Bearer ${await issuer.token({ exp: Math.floor(seconds()) - 58 })}`;

    expect(await callerOf(ending, scope)).toMatchObject({ ok: true });
    await setTimeout(2_100);
    expect(await callerOf(ending, scope)).toMatchObject({ problem: { status: 401 } });
  });
});
