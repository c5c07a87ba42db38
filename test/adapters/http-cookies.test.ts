import { describe, expect, it } from "vitest";
import { cookieOf, setCookie } from "../../adapters/http-cookies.ts";

describe("cookies", () => {
  it("are found by their whole name", () => {
    expect(cookieOf("a=1; hearten-session=x.y.z; b=2", "hearten-session")).toBe("x.y.z");
    expect(cookieOf("my-hearten-session=1", "hearten-session")).toBeUndefined();
    expect(cookieOf("hearten-session", "hearten-session")).toBeUndefined();
    expect(cookieOf(undefined, "hearten-session")).toBeUndefined();
  });

  it("are not trusted when they come twice: a neighbouring site may have set one", () => {
    expect(cookieOf("hearten-session=1; hearten-session=2", "hearten-session")).toBeUndefined();
  });

  it("are set out of the reach of scripts, and off plain http where there is https", () => {
    expect(setCookie("a", "b", { maxAgeSeconds: 60, isSecure: true })).toBe("a=b; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure");
  });
});
