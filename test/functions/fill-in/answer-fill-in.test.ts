import { describe, expect, it } from "vitest";
import type { EpisodeStore } from "../../../core/ports/source.ts";
import { aroundWrites } from "../../support/around-writes.ts";
import { answers, day, filledIn, phq9, recorded, referral } from "../../support/fill-in-answers.ts";
import { fillInService, hiddenIn, leadsTo, otherPractice, ownPractice, send, sendFile, visit } from "../../support/fill-in-service.ts";

describe("who may send", () => {
  it("is whoever has signed in and holds a right to send; a right to read is none", async () => {
    const service = fillInService();

    const [nobody, reader, nurse] = [
      await visit(service, "", { session: "" }),
      await visit(service, "", { session: "reader.1" }),
      await visit(service, "", { session: "nurse.1" }),
    ];

    expect([nobody.statusCode, reader.statusCode, nurse.statusCode]).toEqual([401, 403, 200]);
    expect(nobody.body).toContain("/sign-in?to=fill-in");
    expect(nurse.body).toContain("First Surgery");
    expect(nurse.body).not.toContain("Second Surgery");
    expect((await visit(service, "", { session: "both.1" })).body).toContain("Second Surgery");
  });

  it("sends for their own practices alone, whatever a form names", async () => {
    const service = fillInService();
    const form = await visit(service, "/new-referral");

    const answer = await send(service, "/new-referral", { ...hiddenIn(form.body), ...referral, practice: otherPractice });

    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain("You may no longer send for this practice");
    expect(service.kept()).toBe(0);
  });

  it("sees nothing of another practice's referral, nor that it is there", async () => {
    const service = fillInService();
    const form = await visit(service, "/new-referral", { session: "both.1" });
    const fields = { ...hiddenIn(form.body), ...referral, practice: otherPractice };
    const path = leadsTo(await send(service, "/new-referral", fields, { session: "both.1" }));

    const [theirs, none] = [await visit(service, path), await visit(service, path.replace(otherPractice, ownPractice))];

    expect((await visit(service, path, { session: "both.1" })).statusCode).toBe(200);
    expect([theirs.statusCode, none.statusCode]).toEqual([404, 404]);
    expect(theirs.body).toBe(none.body);
    expect((await visit(service, path.replace(/\/receipts.*/, "/phq-9"))).statusCode).toBe(404);
  });

  it("takes no form of another site, and none that came without its session's token", async () => {
    const service = fillInService();
    const form = await visit(service, "/new-referral");
    const fields = { ...hiddenIn(form.body), ...referral, practice: ownPractice };
    const elsewhere = [{ origin: "https://evil.example" }, { origin: "null" }, { "sec-fetch-site": "cross-site" }];

    for (const headers of elsewhere) expect((await send(service, "/new-referral", fields, { headers })).statusCode).toBe(403);
    for (const token of ["", "guess", hiddenIn((await visit(service, "", { session: "both.1" })).body).token ?? ""]) {
      expect((await send(service, "/new-referral", { ...fields, token })).statusCode).toBe(422);
    }

    expect(service.kept()).toBe(0);
  });

  it("gets pages that run no script, load nothing from elsewhere and send forms nowhere else", async () => {
    const service = fillInService();
    const path = await recorded(service);
    const paths = ["", "/new-referral", "/upload", path, `${path}/phq-9`, `${path}/who-5`, "/nothing"];

    for (const answer of await Promise.all(paths.map((one) => visit(service, one)))) {
      expect(answer.headers["content-security-policy"]).toBe(
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
      );
      expect(answer.body).not.toMatch(/<script|<style|\son[a-z]+=|\sstyle=|https?:/);
    }
  });
});

describe("the addresses", () => {
  it("hold below whatever prefix the public address has", async () => {
    const service = fillInService();
    const prefixed = { ...service, deps: { ...service.deps, publicUrl: "https://api.example/hearten" } };
    const start = await visit(prefixed, "");
    const headers = { origin: "https://api.example" };
    const fields = { ...hiddenIn((await visit(prefixed, "/new-referral")).body), practice: ownPractice, ...referral };
    const sent = await send(prefixed, "/new-referral/send", fields, { headers });

    const links = [...start.body.matchAll(/(?:href|action)="([^"#]+)"/g)].map(([, link = ""]) => link);
    expect(links.filter((link) => !link.startsWith("/hearten/"))).toEqual([]);
    expect(sent.headers.location).toMatch(/^\/hearten\/fill-in\/referrals\//);
  });

  it("serve the style and the icon to anybody, for ever, under the hash of what they are", async () => {
    const service = fillInService();
    const { body } = await visit(service, "");
    const links = [...body.matchAll(/<link rel="[a-z]+" href="\/fill-in([^"]+)"/g)].map(([, link = ""]) => link);

    const served = await Promise.all(links.map((link) => visit(service, link, { session: "" })));

    expect(served.map(({ statusCode, headers }) => `${statusCode} ${headers["content-type"]} ${headers["cache-control"]}`)).toEqual([
      "200 text/css; charset=utf-8 public, max-age=31536000, immutable",
      "200 image/svg+xml public, max-age=31536000, immutable",
    ]);
  });
});

describe("a questionnaire", () => {
  it("comes to its score, its band and the change since the baseline at once", async () => {
    const service = fillInService();
    const path = await recorded(service);

    const first = await filledIn(service, `${path}/phq-9`, { ...phq9(0), ...day("2026-09-02") });
    const second = await filledIn(service, `${path}/phq-9`, { ...answers([0, 1, 0, 1, 0, 0, 1, 0, 0]), ...day("2026-11-20") });

    expect(first.body).toContain("Score 11: moderate");
    expect(second.body).toContain("Score 3: minimal");
    expect(second.body).toContain("8 points lower, which is better. At 6 points or more, it is a reliable change.");
    expect((await visit(service, path)).body).toContain("2 September 2026");
  });

  it("asks for action the same day when the question about self-harm was answered, and says that a zero is not reassurance", async () => {
    const service = fillInService();
    const path = await recorded(service);

    const pages = {
      yes: await filledIn(service, `${path}/phq-9`, { ...phq9(1), ...day("2026-09-02") }),
      no: await filledIn(service, `${path}/phq-9`, { ...phq9(0), ...day("2026-09-03") }),
      gad: await filledIn(service, `${path}/gad-7`, { ...answers([1, 1, 1, 1, 1, 1, 1]), ...day("2026-09-03") }),
    };

    for (const words of ["follow your procedure for risk today", "Act today"]) expect(pages.yes.body).toContain(words);
    expect(pages.no.body).toContain("A zero is not reassurance.");
    for (const page of [pages.no, pages.gad]) expect(page.body).not.toContain("Act today");
    expect(pages.gad.body).not.toContain("reassurance");
  });

  it("is sent without an answer only when that was said, and then the risk is not known and there is no score", async () => {
    const service = fillInService();
    const path = `${await recorded(service)}/phq-9`;
    const form = await visit(service, path);
    const eight = { ...hiddenIn(form.body), ...answers([1, 2, 1, 2, 1, 1, 2, 1]), ...day("2026-09-02") };

    const asked = await send(service, path, eight);
    const page = await visit(service, leadsTo(await send(service, path, { ...eight, withoutAnswers: "yes" })));

    expect(asked.statusCode).toBe(422);
    expect(asked.body).toContain('href="#q9"');
    expect(form.body).not.toContain("withoutAnswers");
    expect(asked.body).toContain("withoutAnswers");
    expect(page.body).toContain("There is no score");
    expect(page.body).toContain("is not known");
  });

  it("is shown word for word with its notice where its licence allows that, and asked for by its total where not", async () => {
    const service = fillInService();
    const path = await recorded(service);
    const [phq, core, who, hads] = await Promise.all(["phq-9", "core-10", "who-5", "hads-a"].map((id) => visit(service, `${path}/${id}`)));

    expect(phq?.body).toContain("No permission required to reproduce");
    expect(core?.body).toContain('name="total"');
    expect(core?.body).not.toMatch(/tense, anxious|end my life|name="q1"/);
    expect(core?.body).toContain("which of the two is not confirmed");
    expect(who?.body).toContain('name="total"');
    expect(who?.body).not.toMatch(/cheerful|name="q1"/);
    expect(hads?.statusCode).toBe(404);
  });

  it("gives each part of ONS4 its own score and band, and a total its conversion", async () => {
    const service = fillInService();
    const path = await recorded(service);

    const ons4 = await filledIn(service, `${path}/ons4`, { ...answers([4, 7, 9, 1]), ...day("2026-09-02") });
    const swemwbs = await filledIn(service, `${path}/swemwbs`, { total: "21", scoreBasis: "raw", ...day("2026-09-02") });

    for (const words of ["Score 4: low", "Score 7: high", "Score 9: very high", "Score 1: very low"]) expect(ons4.body).toContain(words);
    expect(swemwbs.body).toContain("Score 19.25");
  });
});

describe("what is logged", () => {
  it("is counts and rules, and nothing that was sent", async () => {
    const service = fillInService();
    const path = await recorded(service, { referralId: "SECRET-REF" });
    await filledIn(service, `${path}/phq-9`, { ...phq9(1), ...day("2027-01-01") });
    await filledIn(service, `${path}/phq-9`, { ...phq9(1), ...day("2026-09-02") });

    expect(service.told.map(({ status, rule, accepted }) => [status, rule ?? accepted])).toEqual([
      [200, 1],
      [422, "date-in-future"],
      [200, 1],
    ]);
    expect(JSON.stringify(service.told)).not.toMatch(/SECRET|9434765919|A81001/);
  });
});

describe("a referral", () => {
  it("is found again by its own reference, and its addresses do not hold that", async () => {
    const service = fillInService();
    const path = await recorded(service);
    const start = hiddenIn((await visit(service, "")).body);

    const found = await send(service, "/find", { ...start, practice: ownPractice, referralId: " R1 " });
    const none = await send(service, "/find", { ...start, practice: ownPractice, referralId: "R2" });

    expect(leadsTo(found)).toBe(path);
    expect(path).not.toContain("R1");
    expect([none.statusCode, none.body.includes("record a new one")]).toEqual([422, true]);
  });
});

describe("a file", () => {
  const header = "type,eventId,practice,referralId,instrument,completedOn,items,total";
  const row = (id: string, items: string, date = "2026-10-01") => `survey.completed,${id},${ownPractice},R1,phq-9,${date},${items},`;

  it("is answered row by row: what to do today, what to put right, and what the rest comes to", async () => {
    const service = fillInService();
    await recorded(service);
    const hidden = hiddenIn((await visit(service, "/upload")).body);
    const file = [
      header,
      row("a", "1;1;1;1;1;1;1;1;1"),
      row("b", "0;0;0;0;0;0;0;0;0", "2026-10-40"),
      row("c", "0;0;0;0;0;0;0;0;0", "2026-11-01"),
    ];

    const sent = await sendFile(service, hidden, file.join("\n"));
    const again = await sendFile(service, hidden, file.join("\n"));
    const page = await visit(service, leadsTo(sent));

    expect(again.headers.location).toBe(sent.headers.location);
    expect(page.body).toContain("Row 2: an answer points to thoughts of self-harm");
    expect(page.body).toContain("a zero is not reassurance");
    expect(page.body).toMatch(/Read as<\/dt><dd[^>]*>UTF-8</);
    expect(page.body).toMatch(/Rows to put right[\s\S]*>3<[\s\S]*completedOn/);
    expect(service.kept()).toBe(3);
  });

  it("says on its receipt in which encoding it was read", async () => {
    const service = fillInService();
    const hidden = hiddenIn((await visit(service, "/upload")).body);
    const bytes = Buffer.from(`\ufeff${header}\n${row("a", "0;0;0;0;0;0;0;0;0")}`, "utf16le");

    const page = await visit(service, leadsTo(await sendFile(service, hidden, new Uint8Array(bytes))));

    expect(page.body).toMatch(/Read as<\/dt><dd[^>]*>UTF-16 \(little-endian\)</);
  });

  it("of more rows than one receipt row holds is stored in parts, goes on where it was stopped, and counts every row once", async () => {
    let left = 30;
    const stops = (store: EpisodeStore): EpisodeStore =>
      aroundWrites(store, async (write) => {
        if (left === 0) throw new Error("stopped");
        left -= 1;
        return write();
      });
    const service = fillInService(stops);
    const hidden = hiddenIn((await visit(service, "/upload")).body);
    const rows = Array.from(
      { length: 1201 },
      (_, n) => `survey.completed,${letters(n)},${ownPractice},R-${letters(n)},phq-9,2026-10-01,,7`,
    );
    const file = [header, ...rows].join("\n");

    expect((await sendFile(service, hidden, file)).statusCode).toBe(503);
    left = Number.POSITIVE_INFINITY;
    const sent = await sendFile(service, hidden, file);
    const page = await visit(service, leadsTo(sent));

    expect(sent.statusCode).toBe(303);
    expect(service.kept()).toBe(1201);
    expect(page.body).toMatch(/Rows received<\/dt><dd[^>]*>1201</);
    expect(page.body).toMatch(/Read as<\/dt><dd[^>]*>UTF-8</);
    expect((await sendFile(service, hidden, file)).headers.location).toBe(sent.headers.location);
    expect((await sendFile(service, hidden, file.replace(",7", ",8"))).statusCode).toBe(409);
    expect(service.kept()).toBe(1201);
  });

  it("that cannot be read, is missing or too long is refused whole, with what to do", async () => {
    const service = fillInService();
    const hidden = hiddenIn((await visit(service, "/upload")).body);
    const tooLong = [header, ...Array.from({ length: 5001 }, (_, at) => row(`e${at}`, "0;0;0;0;0;0;0;0;0"))].join("\n");

    const files = { missing: "", encoding: new Uint8Array([0x61, 0xff]), header: "a,b\n1,2\n", tooLong };
    const answers = await Promise.all(Object.values(files).map((file) => sendFile(service, hidden, file)));

    expect(answers.map(({ statusCode }) => statusCode)).toEqual([422, 422, 422, 422]);
    const told = answers.map(({ body }) => /<li><a href="#file">([^<]+)/.exec(body)?.[1]);
    expect(told.map((words = "") => words.split(" ")[0])).toEqual(["Choose", "Save", "Column", "Choose"]);
    expect(service.kept()).toBe(0);
  });
});

/** An id without digits, which could read as an NHS number. */
function letters(n: number): string {
  return [...String(n)].map((digit) => "abcdefghij"[Number(digit)]).join("");
}
