import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { StoreBusy } from "../../../core/ports/source.ts";
import { answers, day, filledIn, nhsNumber, phq9, recorded, referral } from "../../support/fill-in-answers.ts";
import { fillInService, hiddenIn, leadsTo, ownPractice, send, visit } from "../../support/fill-in-service.ts";

describe("a form", () => {
  it("is one event however often it is sent, one after the other or at once, and always has the same receipt", async () => {
    const service = fillInService();
    const path = `${await recorded(service)}/phq-9`;
    const fields: Record<string, string> = { ...hiddenIn((await visit(service, path)).body), ...phq9(1), ...day("2026-09-02") };
    const before = service.kept();

    const sent = [...(await Promise.all([1, 2, 3].map(() => send(service, path, fields)))), await send(service, path, fields)];

    expect(new Set(sent.map((answer) => `${answer.statusCode} ${answer.headers.location}`)).size).toBe(1);
    expect(sent[0]?.statusCode).toBe(303);
    expect(service.kept()).toBe(before + 1);
  });

  it("stands as it was sent first: other answers under it are not taken, and it says where the first ones are", async () => {
    const service = fillInService();
    const path = `${await recorded(service)}/phq-9`;
    const fields: Record<string, string> = { ...hiddenIn((await visit(service, path)).body), ...phq9(1), ...day("2026-09-02") };
    const first = await send(service, path, fields);
    const before = service.kept();

    const second = await send(service, path, { ...fields, q1: "3" });

    expect(second.statusCode).toBe(409);
    expect(second.body).toContain(leadsTo(first));
    expect(service.kept()).toBe(before);
  });

  it("is sent to another address than its page's own, so that a browser whose connection drops keeps the page", async () => {
    const service = fillInService();
    const path = await recorded(service);

    for (const at of ["", "/new-referral", "/upload", `${path}/phq-9`, `${path}/who-5`]) {
      const { body, headers } = await visit(service, at);
      const action = /<form method="post" action="\/fill-in([^"]*)"/.exec(body)?.[1] ?? "";
      expect(action).not.toBe(at);
      expect(headers["cache-control"]).toBe("private, no-cache");
      expect((await send(service, action, hiddenIn(body))).statusCode).toBe(422);
    }
  });

  it("that breaks rules comes back as it was filled in, with the way from each error to its field", async () => {
    const service = fillInService();
    const form = await visit(service, "/new-referral");
    const wrong = {
      "referredOn-day": "31",
      "referredOn-month": "2",
      "referredOn-year": "2026",
      referralId: "a b",
      needs: ["debt", "housing"],
    };

    const answer = await send(service, "/new-referral", {
      ...hiddenIn(form.body),
      practice: ownPractice,
      nhsNumber: "9434765918",
      ...wrong,
    });

    const summary = [...answer.body.matchAll(/<li><a href="#([^"]+)">([^<]+)/g)].map(([, field = "", words = ""]) => [field, words]);
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain("<title>Error: ");
    expect(summary.map(([field]) => field)).toEqual(expect.arrayContaining(["referralId", "referredOn-day"]));
    for (const [field] of summary) expect(answer.body).toContain(`id="${field}"`);
    expect(answer.body).toMatch(/value="31"/);
    expect(answer.body).toMatch(/value="debt" checked/);
    expect(hiddenIn(answer.body)).toMatchObject(hiddenIn(form.body));
    expect(service.kept()).toBe(0);
  });

  it("never brings an NHS number back, wherever it was entered and whatever became of the form", async () => {
    const fields = ["referralId", "localId", "nhsNumber", "activity", "referredOn-year", "practice", "id", "token"];
    for (const field of fields) {
      const service = fillInService();
      const hidden = hiddenIn((await visit(service, "/new-referral")).body);
      const filled = { ...hidden, practice: ownPractice, ...referral, "referredOn-day": "99", [field]: nhsNumber };
      const pages = [
        await send(service, "/new-referral", filled),
        await send(service, "/new-referral", filled, { session: "nurse.2" }),
        await send(service, "/new-referral", filled, { session: "" }),
      ];
      expect([field, pages.filter(({ body }) => body.includes(nhsNumber)).length]).toEqual([field, 0]);
    }
  });

  it("that meets a busy store comes back whole, to be sent again as the same event", async () => {
    let isBusy = true;
    const service = fillInService((store) => ({
      ...store,
      writeEpisode: async (write) => {
        if (isBusy && write.placements.some(({ stored }) => stored.event.type === "survey.completed")) throw new StoreBusy("busy");
        return store.writeEpisode(write);
      },
    }));
    const path = `${await recorded(service)}/phq-9`;
    const fields: Record<string, string> = { ...hiddenIn((await visit(service, path)).body), ...phq9(1), ...day("2026-09-02") };

    const first = await send(service, path, fields);
    isBusy = false;
    const again = await send(service, path, hiddenIn(first.body));

    expect([first.statusCode, again.statusCode]).toEqual([503, 303]);
    expect(hiddenIn(first.body)).toEqual(fields);
    expect(service.failures).toHaveLength(1);
    expect((await visit(service, leadsTo(again))).body).toContain("Act today");
  });

  it("outlives its session: it comes back whole, is looked over after a new sign-in, and then counts once", async () => {
    const service = fillInService();
    const path = `${await recorded(service)}/phq-9`;
    const fields: Record<string, string> = { ...hiddenIn((await visit(service, path)).body), ...phq9(1), ...day("2026-09-02") };

    const signedOut = await send(service, path, fields, { session: "" });
    const anew = await send(service, path, hiddenIn(signedOut.body), { session: "nurse.2" });
    const checked = Object.fromEntries(
      [...anew.body.matchAll(/name="(q\d)" type="radio" value="(\d)" checked/g)].map(([, name, value]) => [name, value]),
    );
    const sent = await send(service, path, { ...hiddenIn(anew.body), ...checked, ...day("2026-09-02") }, { session: "nurse.2" });

    expect([signedOut.statusCode, anew.statusCode, sent.statusCode]).toEqual([401, 422, 303]);
    expect(checked).toEqual(phq9(1));
    expect(hiddenIn(anew.body).id).toBe(fields.id);
  });

  it("answers whatever is sent with a page that holds none of it as markup", async () => {
    const service = fillInService();
    const path = `${await recorded(service)}/phq-9`;
    const { token = "" } = hiddenIn((await visit(service, path)).body);
    const names = fc.constantFrom(
      "q1",
      "q9",
      "completedOn-day",
      "mode",
      "total",
      "practice",
      "referralId",
      "id",
      "needs",
      "<b>",
      "__proto__",
    );
    const values = fc.oneof(fc.string(), fc.constantFrom('"><script>alert(1)</script>', "\u0000", "-1", "3", "1e9"));
    const target = fc.constantFrom(path, "/new-referral", "/find", "/upload", "/elsewhere");

    await fc.assert(
      fc.asyncProperty(fc.dictionary(names, values), target, async (fields, to) => {
        const answer = await send(service, to, { ...fields, token });
        expect(answer.statusCode).toBeLessThan(500);
        expect(answer.body).not.toContain("<script");
      }),
      { numRuns: 300 },
    );
    expect(service.failures).toEqual([]);
  });
});

describe("what was sent in error", () => {
  it("is withdrawn by its sender, and two answers of one day then count as one again", async () => {
    const service = fillInService();
    const path = await recorded(service);
    await filledIn(service, `${path}/gad-7`, { ...answers([1, 1, 1, 1, 1, 1, 1]), ...day("2026-09-02") });
    const wrong = await filledIn(service, `${path}/gad-7`, { ...answers([3, 3, 3, 3, 3, 3, 3]), ...day("2026-09-02") });
    const isCounted = async () => (await visit(service, path)).body.includes("Scores so far");
    const before = await isCounted();
    const withdrawal = /href="\/fill-in([^"]+\/withdraw)"/.exec(wrong.body)?.[1] ?? "";

    const form = await visit(service, withdrawal);
    const sent = await send(service, `${withdrawal}/send`, hiddenIn(form.body));
    const again = await send(service, `${withdrawal}/send`, hiddenIn(form.body));

    expect(wrong.body).toContain("neither counts");
    expect([form.statusCode, sent.statusCode, again.headers.location]).toEqual([200, 303, sent.headers.location]);
    expect((await visit(service, leadsTo(sent))).body).toContain("It is withdrawn");
    expect([before, await isCounted()]).toEqual([false, true]);
    expect((await visit(service, withdrawal, { session: "both.1" })).statusCode).toBe(404);
  });
});
