import { beforeEach, describe, expect, it } from "vitest";
import { outcomePlaces } from "../../../core/outcomes-feed.ts";
import { answerOutcomes } from "../../../functions/read-report/answer-outcomes.ts";
import type { AuditLine } from "../../../functions/read-report/read-report.ts";
import { GrantTwin, hierarchy, PublishedTwin } from "../../support/published-twin.ts";

let reports: PublishedTwin;
let grants: GrantTwin;
let audit: AuditLine[];

beforeEach(() => {
  reports = new PublishedTwin();
  reports.publish(7);
  grants = new GrantTwin();
  grants.give("pcn", { organisation: "U10", scope: "subtree", expiresOn: null });
  audit = [];
});

function ask(
  place: string | undefined,
  subject: string | null,
  headers: Record<string, string> = {},
  query: Record<string, string> | null = null,
) {
  const request = { headers, pathParameters: place === undefined ? null : { place }, queryStringParameters: query };
  const deps = {
    reports,
    grants,
    today: () => "2026-11-22",
    audit: (line: AuditLine) => void audit.push(line),
    subjectOf: async () => subject,
  };
  return answerOutcomes(request, deps);
}

describe("GET /v1/outcomes", () => {
  it("lists England for everybody, and for a reader the places that their grants reach", async () => {
    const places = async (subject: string | null) =>
      outcomePlaces.parse(JSON.parse((await ask(undefined, subject)).body)).places.map(({ code }) => code);
    expect(await places(null)).toEqual(["ENG"]);
    expect(await places("pcn")).toEqual(["ENG", "QX1", "U10", "A81001", "A81002"]);
  });

  it("gives the numbers of every place that is theirs, and of every other the same nothing as of none, to the byte", async () => {
    const nothing = await ask("NOWHERE", "pcn");
    for (const code of Object.keys(hierarchy)) {
      const answer = await ask(code, "pcn");
      const isTheirs = ["ENG", "QX1", "U10", "A81001", "A81002"].includes(code);
      expect([code, answer.statusCode]).toEqual([code, isTheirs ? 200 : 404]);
      expect(isTheirs || answer).toEqual(isTheirs || nothing);
    }
  });

  it("writes an audit line for each place that was read or refused", async () => {
    await ask("U10", "pcn");
    await ask("QX10", "pcn");
    await ask("ENG", null);
    expect(audit.map(({ sub, org, decision }) => [sub, org, decision])).toEqual([
      ["pcn", "U10", "granted"],
      ["pcn", "QX10", "refused"],
      [null, "ENG", "public"],
    ]);
  });

  it("gives JSON, the table or its description: by the name's ending, by `format` or by what is accepted", async () => {
    const body = async (...asked: Parameters<typeof ask>) => (await ask(...asked)).body;
    expect(await body("ENG", null)).toBe("ENG json in 7");
    expect(await body("ENG.csv", null)).toBe("ENG table in 7");
    expect(await body("ENG", null, {}, { format: "csv" })).toBe("ENG table in 7");
    expect(await body("ENG", null, { accept: "text/csv" })).toBe("ENG table in 7");
    expect(await body("ENG.csv-metadata.json", null)).toBe("ENG described in 7");
  });

  it("may be kept for a while where it is England's, is asked for again where it is not, and costs nothing where nothing changed", async () => {
    const [england, pcn] = [await ask("ENG", null), await ask("U10", "pcn")];
    expect([england.headers["cache-control"], pcn.headers["cache-control"]]).toEqual(["public, max-age=300", "private, no-cache"]);
    const again = await ask("U10", "pcn", { "if-none-match": String(pcn.headers.etag) });
    expect([again.statusCode, again.body]).toEqual([304, ""]);
    expect(england.headers.link).toBe('<ENG.csv-metadata.json>; rel="describedby"; type="application/csvm+json"');
  });

  it("answers 404 before the first night, and for names that are no place", async () => {
    reports = new PublishedTwin();
    expect((await ask("ENG", null)).statusCode).toBe(404);
    reports.publish(8);
    for (const name of ["__proto__", "constructor", "../ENG", "ENG/..", "", "eng", "a".repeat(500)])
      expect((await ask(name, "pcn")).statusCode).toBe(404);
  });
});
