import { gunzipSync } from "node:zlib";
import { beforeEach, describe, expect, it } from "vitest";
import { answerReport } from "../../../functions/read-report/answer-report.ts";
import type { AuditLine } from "../../../functions/read-report/read-report.ts";
import { GrantTwin, hierarchy, PublishedTwin } from "../../support/published-twin.ts";

const principals = {
  nobody: [],
  practice: [{ organisation: "A81001", scope: "own", expiresOn: null }],
  pcn: [{ organisation: "U10", scope: "subtree", expiresOn: null }],
  icb: [{ organisation: "QX1", scope: "subtree", expiresOn: null }],
  otherIcb: [{ organisation: "QX10", scope: "subtree", expiresOn: null }],
  national: [{ organisation: "ENG", scope: "subtree", expiresOn: null }],
} as const;

/** Written down by hand, so that it cannot share a mistake with the rule. */
const mayRead: Record<keyof typeof principals, readonly string[]> = {
  nobody: ["ENG"],
  practice: ["ENG", "QX1", "U10", "A81001"],
  pcn: ["ENG", "QX1", "U10", "A81001", "A81002"],
  icb: ["ENG", "QX1", "U10", "A81001", "A81002"],
  otherIcb: ["ENG", "QX10", "U1", "A8100"],
  national: Object.keys(hierarchy),
};

let reports: PublishedTwin;
let grants: GrantTwin;
let audit: AuditLine[];

beforeEach(() => {
  reports = new PublishedTwin();
  reports.publish(7);
  grants = new GrantTwin();
  for (const [subject, given] of Object.entries(principals)) grants.give(subject, ...given);
  audit = [];
});

function ask(proxy: string | undefined, subject: string | null, headers: Record<string, string> = {}) {
  const request = { headers, pathParameters: proxy === undefined ? null : { proxy } };
  return answerReport(request, {
    reports,
    grants,
    today: () => "2026-11-22",
    audit: (line) => void audit.push(line),
    subjectOf: async () => subject,
  });
}

const folder = (code: string) => (code === "ENG" ? "england" : `${hierarchy[code]?.level}/${code}`);

describe("reading reports", () => {
  it("leads from /reports to the live generation, by an address that holds below any prefix", async () => {
    const answer = await ask(undefined, null);

    expect([answer.statusCode, answer.headers.location, answer.headers["cache-control"]]).toEqual([
      302,
      "reports/7/england/index.html",
      "no-cache",
    ]);
  });

  it("says that nothing has been published before the first night", async () => {
    reports = new PublishedTwin();

    expect((await ask(undefined, null)).statusCode).toBe(404);
    expect((await ask("1/england/index.html", null)).statusCode).toBe(404);
  });

  for (const subject of Object.keys(principals) as (keyof typeof principals)[]) {
    it(`gives ${subject} exactly the pages that are theirs, and of every other nothing`, async () => {
      for (const code of Object.keys(hierarchy)) {
        for (const file of ["index.html", "anxiety/figures/flow.csv"]) {
          const answer = await ask(`7/${folder(code)}/${file}`, subject);
          expect([code, file, answer.statusCode]).toEqual([code, file, mayRead[subject].includes(code) ? 200 : 404]);
        }
      }
    });
  }

  it("answers the same, to the byte, for a page that is not theirs and for one that is not there", async () => {
    const refused = await ask("7/practice/A81002/index.html", "practice");
    const absent = await ask("7/practice/Z99999/index.html", "practice");

    expect(refused).toEqual(absent);
    expect(refused.body).not.toContain("A81002");
  });

  it("offers to sign in to somebody who has not", async () => {
    const answer = await ask("7/practice/A81001/index.html", null);

    expect([answer.statusCode, answer.headers["cache-control"]]).toEqual([404, "no-store"]);
    expect(answer.body).toContain('href="../../../../sign-in"');
  });

  it("takes no address but a published one, however it is written", async () => {
    const strange = [
      "7/practice/A81001/../A81002/index.html",
      "7/practice/A81001%2f..%2fA81002/index.html",
      "7/practice%2FA81002/index.html",
      "7//practice/A81002/index.html",
      "7/practice/a81001/index.html",
      "7/practice/A81001/index.html?x=/practice/A81002/",
      "7/practice/A81001/..;/A81002/index.html",
      "7/pcn/A81001/index.html",
      "7/practice/A81001",
      "7/practice/A81001/",
      "7/england/constructor",
      "7/practice/constructor/index.html",
      "7/practice/__proto__/index.html",
      "07a/england/index.html",
      "8/england/index.html",
      "-7/england/index.html",
      "objects/0000",
      "",
    ];

    for (const path of strange) expect([path, (await ask(path, "practice")).statusCode]).toEqual([path, 404]);
    expect(reports.asked).toEqual([]);
  });

  it("reads from the store only hashes that stand in the manifest", async () => {
    await ask("7/practice/A81001/index.html", "practice");
    const shown = await (await reports.generation(7))?.placeOf("A81001");

    expect(reports.asked).toEqual([shown?.files["index.html"]?.sha256]);
  });

  it("refuses with the next request once a grant is taken away", async () => {
    expect((await ask("7/practice/A81001/index.html", "practice")).statusCode).toBe(200);

    grants.take("practice");

    expect((await ask("7/practice/A81001/index.html", "practice", { "if-none-match": '"any"' })).statusCode).toBe(404);
  });

  it("lets a practice's old commissioner go in every generation once it has moved", async () => {
    reports.publish(8, { A81001: "U1" });

    for (const gen of [7, 8]) {
      expect((await ask(`${gen}/practice/A81001/index.html`, "icb")).statusCode).toBe(404);
      expect((await ask(`${gen}/practice/A81001/index.html`, "otherIcb")).statusCode).toBe(200);
    }
  });

  it("never mixes generations: an address keeps showing its own", async () => {
    reports.publish(8);

    expect((await ask("7/england/index.html", null)).body).toBe("ENG in 7");
    expect((await ask("8/england/index.html", null)).body).toBe("ENG in 8");
  });

  it("has nothing of a generation that was never shown, or is no longer kept, whatever lies in the store", async () => {
    for (const gen of [8, 9, 10, 11]) reports.publish(gen);
    reports.shownBefore(10, 8);
    reports.openAlone({ month: "2026-01", gen: 7 });

    const statuses = [7, 8, 9, 10, 11].map(async (gen) => (await ask(`${gen}/england/index.html`, "practice")).statusCode);

    expect(await Promise.all(statuses)).toEqual([200, 200, 404, 200, 200]);
  });

  it("reads the files of a place for nobody but those who may see them", async () => {
    const { generation } = reports;
    const asked: string[] = [];
    reports.generation = async (gen) => {
      const shown = await generation.call(reports, gen);
      if (shown === null) return null;
      const placeOf = (code: string) => {
        asked.push(code);
        return shown.placeOf(code);
      };
      return { ...shown, placeOf };
    };
    for (const code of ["A81001", "A81002", "Z99999"]) await ask(`7/practice/${code}/index.html`, "practice");

    expect(asked).toEqual(["A81001"]);
  });

  it("writes one line for every page of a place, read or refused", async () => {
    await ask("7/england/index.html", null);
    await ask("7/practice/A81001/index.html", "practice");
    await ask("7/practice/A81002/index.html", "practice");
    await ask("7/practice/Z99999/index.html", "practice");
    await ask("7/assets/report.css", null);

    expect(audit.map(({ sub, org, gen, decision }) => [sub, org, gen, decision])).toEqual([
      [null, "ENG", 7, "public"],
      ["practice", "A81001", 7, "granted"],
      ["practice", "A81002", 7, "refused"],
      ["practice", null, 7, "no-such-page"],
    ]);
    expect(audit[1]?.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it("lets everybody's pages be kept for ever, and a few people's only until they ask again", async () => {
    const england = await ask("7/england/index.html", null);
    const practice = await ask("7/practice/A81001/index.html", "practice");
    const again = await ask("7/practice/A81001/index.html", "practice", { "if-none-match": practice.headers.etag ?? "" });

    expect(england.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    expect(practice.headers["cache-control"]).toBe("private, no-cache");
    expect([again.statusCode, again.body]).toEqual([304, ""]);
  });

  it("allows no script, no frame and nothing from elsewhere on any answer", async () => {
    for (const path of ["7/england/index.html", "7/practice/A81002/index.html", undefined]) {
      const policy = (await ask(path, null)).headers["content-security-policy"] ?? "";
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/script-src|unsafe/);
    }
  });

  it("packs a large page for a browser that can unpack it", async () => {
    const long = "<p>x</p>".repeat(500);
    reports.object = async () => long;

    const answer = await ask("7/england/index.html", null, { "accept-encoding": "gzip, br" });

    expect([answer.headers["content-encoding"], answer.isBase64Encoded]).toEqual(["gzip", true]);
    expect(gunzipSync(Buffer.from(answer.body, "base64")).toString()).toBe(long);
  });
});
