import { beforeEach, expect, it } from "vitest";
import { answerOutcomes } from "../../../functions/read-report/answer-outcomes.ts";
import { answerReport } from "../../../functions/read-report/answer-report.ts";
import { GrantTwin, PublishedTwin } from "../../support/published-twin.ts";

let reports: PublishedTwin;
let grants: GrantTwin;

beforeEach(() => {
  reports = new PublishedTwin();
  for (const gen of [5, 6, 7]) reports.publish(gen);
  reports.openAlone({ month: "2026-11", gen: 6 }, { month: "2026-10", gen: 5 });
  grants = new GrantTwin();
  grants.give("practice", { organisation: "A81001", scope: "own", expiresOn: null });
});

function deps(subject: string | null) {
  return { reports, grants, today: () => "2026-11-22", audit: () => undefined, subjectOf: async () => subject };
}

function ask(proxy: string | undefined, subject: string | null) {
  return answerReport({ headers: {}, pathParameters: proxy === undefined ? null : { proxy } }, deps(subject));
}

it("England's pages of a night that is no public pack are nothing to somebody who is not signed in, and a pack's are open", async () => {
  const status = async (gen: number, subject: string | null) => (await ask(`${gen}/england/index.html`, subject)).statusCode;

  expect([await status(5, null), await status(6, null), await status(7, null)]).toEqual([200, 200, 404]);
  expect([await status(6, "practice"), await status(7, "practice")]).toEqual([200, 200]);
  expect(await status(7, "somebody without a grant")).toBe(404);
  expect((await ask("6/england/index.html", null)).headers["cache-control"]).toContain("public");
  expect((await ask("7/england/index.html", "practice")).headers["cache-control"]).toContain("private");
});

it("a public pack opens England and no place below it", async () => {
  expect((await ask("6/icb/QX1/index.html", null)).statusCode).toBe(404);
  expect((await ask("6/practice/A81001/index.html", null)).statusCode).toBe(404);
});

it("/reports leads whoever holds a grant to the live generation, and everybody else to the latest pack", async () => {
  expect((await ask(undefined, "practice")).headers.location).toBe("reports/7/england/index.html");
  expect((await ask(undefined, null)).headers.location).toBe("reports/6/england/index.html");
});

it("the numbers for programs are those of the latest pack to whoever is not signed in", async () => {
  const answer = await answerOutcomes({ headers: {}, pathParameters: { place: "ENG" } }, deps(null));

  expect([answer.statusCode, answer.body]).toEqual([200, "ENG json in 6"]);
});

it("a pack is found by its month, and says what is in it: every file with its hash, its licence and its citation", async () => {
  expect((await ask("public", null)).headers.location).toBe("6/england/index.html");
  expect((await ask("public/2026-10", null)).headers.location).toBe("../5/england/index.html");
  expect((await ask("public/2026-09", null)).statusCode).toBe(404);

  const { statusCode, body } = await ask("public/2026-10/pack.json", null);

  const pack = JSON.parse(body);
  expect([statusCode, pack.month, pack.generation, pack.licence]).toEqual([200, "2026-10", 5, "Open Government Licence v3.0"]);
  expect(pack.citation).toContain("2026-10");
  expect(pack.files.map(({ path }: { path: string }) => path).filter((path: string) => !/^(assets|england)\//.test(path))).toEqual([]);
  expect(pack.files.length).toBeGreaterThan(3);
  for (const { path, sha256 } of pack.files) expect([path, sha256]).toEqual([path, expect.stringMatching(/^[0-9a-f]{64}$/)]);
});

it("a pack that was withdrawn is nothing: not by its month, not in its list, not page by page, and the one before it is the latest", async () => {
  reports.openAlone({ month: "2026-11", gen: 6, withdrawn: true }, { month: "2026-10", gen: 5 });
  const status = async (proxy: string, subject: string | null = null) => (await ask(proxy, subject)).statusCode;

  expect([await status("public/2026-11"), await status("public/2026-11/pack.json"), await status("6/england/index.html")]).toEqual([
    404, 404, 404,
  ]);
  expect((await ask("public", null)).headers.location).toBe("5/england/index.html");
  expect((await ask(undefined, null)).headers.location).toBe("reports/5/england/index.html");
  expect((await answerOutcomes({ headers: {}, pathParameters: { place: "ENG" } }, deps(null))).body).toBe("ENG json in 5");
  expect(await status("6/england/index.html", "practice")).toBe(200);

  reports.openAlone({ month: "2026-11", gen: 6, withdrawn: true });
  expect([await status("public"), (await ask(undefined, null)).statusCode]).toEqual([404, 404]);
});
