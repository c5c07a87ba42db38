import { describe, expect, it } from "vitest";
import { practicePages } from "../../support/practice-pages.ts";

const flagsIn = (body: string) => [...body.matchAll(/name="flag" value="([0-9a-f]{32})"/g)].map(([, id]) => id ?? "");

describe("the pages of a practice", () => {
  it("begin at the only practice that somebody works at, with what is most pressing first", async () => {
    const { get } = await practicePages();

    expect((await get("/practice")).headers.location).toBe("/practice/A81001");
    const { statusCode, body } = await get("/practice/A81001");
    expect(statusCode).toBe(200);
    expect(body.indexOf("Act today")).toBeLessThan(body.indexOf("Follow-ups due"));
    expect(body).toContain("2 answers point to thoughts of self-harm");
    expect(body).toContain('href="/reports/7/practice/A81001/index.html"');
    expect(body).toContain('href="/fill-in"');
  });

  it("say which referrals are due or overdue a follow-up, by the practice's own reference, and lead to the same as CSV", async () => {
    const { body } = await (await practicePages()).get("/practice/A81001/follow-ups");

    expect(body).toContain("21 follow-ups are overdue, and 3 are due within 28 days.");
    expect(body).toContain("84 days overdue");
    expect(body).toMatch(/<th scope="row"[^>]*>R1100<\/th>/);
    expect(body).toContain('href="/v1/practices/A81001/follow-ups-due?format=csv"');
  });

  it("say what to fix next by its effect, and what waits for what", async () => {
    const { body } = await (await practicePages()).get("/practice/A81001/data-quality");
    const titles = [...body.matchAll(/<li><strong>([^<]+)<\/strong>/g)].map(([, title]) => title);

    expect(titles[0]).toMatch(/^Take \d+ follow-ups of /);
    expect(titles).toContain("Send the referrals that 6 records wait for");
    expect(body).toContain("Of 64 referrals");
    expect(body).toContain("32 of 64 (50 in 100)");
    expect(body).toContain("s7, s8, s9, p1, p2 and 1 more");
    expect(body).toContain("Nothing has happened after today");
    expect(body).toContain("R3&lt;script&gt;");
  });

  it("say so where there is nothing to do", async () => {
    const { get } = await practicePages({ isQuiet: true });

    expect((await get("/practice/A81001")).body).toContain("No answer is waiting to be seen.");
    expect((await get("/practice/A81001/follow-ups")).body).toContain("No follow-up is due or overdue on 22 November 2026.");
    expect((await get("/practice/A81001/data-quality")).body).toContain("No referral of the last two years is known");
  });

  it("take an acknowledgement once, note who and when, and show it among those that were seen", async () => {
    const { get, send, noted } = await practicePages();
    const [flag = ""] = flagsIn((await get("/practice/A81001/risk-flags")).body);

    const answer = await send("/practice/A81001/risk-flags/acknowledge", { flag });

    expect([answer.statusCode, answer.headers.location]).toEqual([303, "/practice/A81001/risk-flags"]);
    const { body } = await get("/practice/A81001/risk-flags");
    expect(flagsIn(body)).toHaveLength(1);
    expect(flagsIn(body)).not.toContain(flag);
    expect(body).toMatch(/Acknowledged[\s\S]*R1029[\s\S]*22 November 2026[\s\S]*you/);
    expect(noted).toContainEqual({ principal: "practice-1", practice: "A81001", what: "risk-flags/acknowledgement", decision: "granted" });
    expect((await send("/practice/A81001/risk-flags/acknowledge", { flag })).statusCode).toBe(303);
  });

  it("take no form of another site, of an earlier session, or about a flag that is gone", async () => {
    const { get, send, noted } = await practicePages();
    const [flag = ""] = flagsIn((await get("/practice/A81001/risk-flags")).body);
    const path = "/practice/A81001/risk-flags/acknowledge";

    expect((await send(path, { flag }, { headers: { origin: "https://elsewhere.example" } })).statusCode).toBe(403);
    expect((await send(path, { flag }, { headers: { "sec-fetch-site": "cross-site" } })).statusCode).toBe(403);
    const earlier = await send(path, { flag, token: "of another session" });
    expect([earlier.statusCode, earlier.body.includes("<title>Error: ")]).toEqual([422, true]);
    expect((await send(path, { flag: "0".repeat(32) })).statusCode).toBe(422);
    expect(flagsIn((await get("/practice/A81001/risk-flags")).body)).toHaveLength(2);
    expect((await send(path, { flag }, { session: "commissioner" })).statusCode).toBe(404);
    expect(noted.at(-1)).toEqual({
      principal: "commissioner",
      practice: "A81001",
      what: "risk-flags/acknowledgement",
      decision: "refused",
    });
  });

  it("are for the practice's own people: the same answer for another practice as for none, and each refusal noted", async () => {
    const { get, ask, noted } = await practicePages();
    const kinds = ["", "/risk-flags", "/follow-ups", "/data-quality"];
    const answers = await Promise.all(kinds.flatMap((kind) => [get(`/practice/A81002${kind}`), get(`/practice/Y99999${kind}`)]));

    expect(new Set(answers.map(({ statusCode, body }) => `${statusCode} ${body}`)).size).toBe(1);
    expect(answers[0]?.statusCode).toBe(404);
    expect(noted.filter(({ decision }) => decision === "refused")).toHaveLength(8);
    for (const session of ["commissioner", "left-practice-1"]) expect((await get("/practice/A81001", session)).statusCode).toBe(404);
    expect((await get("/practice", "commissioner")).statusCode).toBe(403);
    for (const path of ["/practice", "/practice/A81001"]) {
      const answer = await ask("GET", path);
      expect([answer.statusCode, answer.body.includes("/sign-in?to=practice")]).toEqual([401, true]);
    }
    for (const odd of ["A81001/elsewhere", "A81001/risk-flags/acknowledge", "a81001", "A81001/../A81002", "A81001/"])
      expect((await get(`/practice/${odd}`)).statusCode).toBe(404);
  });

  it("run no script, load nothing from elsewhere, and are kept nowhere", async () => {
    const { get } = await practicePages();
    for (const kind of ["", "/risk-flags", "/follow-ups", "/data-quality"]) {
      const { headers, body } = await get(`/practice/A81001${kind}`);
      expect(headers["content-security-policy"]).toBe(
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
      );
      expect(headers["cache-control"]).toBe("no-store");
      expect(body).not.toMatch(/<script|style=|onclick|key-of-/);
    }
  });
});
