import { gunzipSync, gzipSync } from "node:zlib";
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { describe, expect, it } from "vitest";
import { markKey, placesKey } from "../../adapters/derived-keys.ts";
import { sha256 } from "../../adapters/sha256.ts";
import { batchLists, readBatches } from "../../core/night/batch-lists.ts";
import { checkBatches, withReleases } from "../../core/night/check-batches.ts";
import { openRun } from "../../core/night/open-run.ts";
import { pinOrganisations } from "../../core/night/pinned-organisations.ts";
import { readPlan } from "../../core/night/read-run-files.ts";
import { refreshUnit } from "../../core/night/refresh-unit.ts";
import { parseStatistic, statisticText } from "../../core/statistic.ts";
import { publishGeneration } from "../../functions/publish-generation/publish-generation.ts";
import { checkBoards } from "../../functions/verify-generation/check-boards.ts";
import { verifyGeneration } from "../../functions/verify-generation/verify-generation.ts";
import { checkedBeside } from "../support/checked-beside.ts";
import { type DrawnNight, drawnNight } from "../support/drawn-night.ts";
import { dyingAt } from "../support/dying-at.ts";
import { smallEngland } from "../support/night-twin.ts";
import type { Row } from "../support/versioned-rows.ts";
import { wholeVerification } from "../support/whole-verification.ts";

/** Why a generation is refused, in order; nothing, where it is not. */
async function refusal(work: () => Promise<unknown>): Promise<readonly string[]> {
  try {
    await work();
    return [];
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "VerificationError") throw error;
    return error.message
      .replace(/^.*?must not be shown: /, "")
      .split("; ")
      .sort();
  }
}

/** A row of a statistic that counts somebody else. */
function miscounted(row: Row): Row {
  const [[key, n] = ["", 0], ...rest] = [...parseStatistic(gunzipSync(row.text as Uint8Array).toString())];
  return { ...row, text: gzipSync(statisticText(new Map([[key, n + 1], ...rest]))) };
}

/** Objects that a place has in this generation and readers do not have yet. */
async function newObjectsOf({ ports, gen }: DrawnNight, code: string): Promise<readonly string[]> {
  const filesIn = async (run: number): Promise<readonly string[]> =>
    Object.values<{ sha256: string }>(
      JSON.parse((await ports().reports.readRunFile(run, `fragments/${code}.json`)) ?? "{}").files ?? {},
    ).map((file) => file.sha256);
  const before = await filesIn(1);
  return (await filesIn(gen)).filter((object) => !before.includes(object));
}

const ofEntry = (gen: number, code: string) => (key: string) => key === `runs/${gen}/fragments/${code}.json`;

/** Ways in which a generation that is drawn may be wrong: each says how many rows or objects it spoils. */
const damages: readonly (readonly [what: string, says: string, spoil: (night: DrawnNight) => Promise<number> | number])[] = [
  [
    "a page of a practice is lost",
    "is missing or damaged",
    async (night) => {
      const [object = ""] = await newObjectsOf(night, "B82001");
      return night.spoilObjects(
        (key) => key.endsWith(object),
        () => null,
      );
    },
  ],
  [
    "a page of England is damaged",
    "is missing or damaged",
    async (night) => {
      const [object = ""] = await newObjectsOf(night, "ENG");
      return night.spoilObjects(
        (key) => key.endsWith(object),
        (body) => `${body} `,
      );
    },
  ],
  [
    "a released table of a practice is lost",
    "released table",
    async (night) => {
      const table = (await readPlan(night.ports().reports, night.gen))?.releases.B82001?.table ?? "";
      return night.spoilObjects(
        (key) => key === `released/${table}`,
        () => null,
      );
    },
  ],
  [
    "a network is not the sum of its practices",
    "U10001#2026-03 is not the sum of its parts",
    ({ spoilRows }) => spoilRows((key) => key === "CH#U10001#202603/PR#A81001", miscounted),
  ],
  [
    "England is not the sum of its boards",
    "ENG#2026-03 is not the sum of its parts",
    ({ spoilRows }) => spoilRows((key) => key === "CH#ENG#202603/ICB#QA1", miscounted),
  ],
  [
    "an episode stands twice in a practice-month",
    "does not count every referral once",
    async ({ spoilRows }) => {
      let copies = 0;
      return spoilRows(
        (key) => key.startsWith("PC#A81001#202603/EP#R1"),
        (row) => ({ ...row, sk: `EP#COPY${copies++}` }),
      );
    },
  ],
  [
    "a sum is marked to be made again",
    "another run is at work",
    async ({ table }) => {
      const mark = markKey({ level: "pcn", code: "U20001", month: "2026-03", id: "of-another-run" });
      await table.client.send(new PutCommand({ TableName: "derived", Item: { ...mark } }));
      return 1;
    },
  ],
  [
    "a page hides something else than was asked of it",
    "A81001 does not hide what the generation as a whole asks for",
    ({ spoilObjects, gen }) => spoilObjects(ofEntry(gen, "A81001"), (body) => body.replace(/"guard":"[^"]*"/, '"guard":"other"')),
  ],
  [
    "a page was drawn from other statistics",
    "QB2 was drawn from other statistics than are released",
    ({ spoilObjects, gen }) => spoilObjects(ofEntry(gen, "QB2"), (body) => body.replace(/"inputHash":"[^"]*"/, '"inputHash":"other"')),
  ],
  [
    "a place has no pages",
    "QA1 has no pages",
    ({ spoilObjects, gen }) => spoilObjects(ofEntry(gen, "QA1"), (body) => JSON.stringify({ ...JSON.parse(body), files: {} })),
  ],
  [
    "the plan shows a practice otherwise than the rule says",
    "B82002 is released otherwise than the rule says",
    ({ spoilObjects, gen }) =>
      spoilObjects(
        (key) => key === `runs/${gen}/plan.json`,
        (body) => {
          const plan = JSON.parse(body);
          return JSON.stringify({
            ...plan,
            releases: { ...plan.releases, B82002: { ...plan.releases.B82002, table: plan.releases.A81001.table } },
          });
        },
      ),
  ],
  [
    "the plan forgets a network",
    "U20001 is released otherwise than the rule says",
    ({ spoilObjects, gen }) =>
      spoilObjects(
        (key) => key === `runs/${gen}/plan.json`,
        (body) => {
          const {
            releases: { U20001: _gone, ...releases },
            ...plan
          } = JSON.parse(body);
          return JSON.stringify({ ...plan, releases });
        },
      ),
  ],
];

describe("a generation whose boards are checked beside each other", () => {
  it("is shown where nothing is wrong with it, with the ledger that checking it in one piece comes to", async () => {
    const { ports, gen } = await drawnNight();
    const whole = await wholeVerification(gen, ports());
    await checkedBeside(gen, ports());

    expect(whole.problems).toEqual([]);
    expect((await ports().derived.runOf(gen))?.ledger).toEqual(whole.ledger);
    expect(await readBatches(gen, batchLists.checks, ports().reports)).toHaveLength(3);
  });

  it.each(damages)("is refused for exactly what checking it in one piece finds, where %s", async (_what, says, spoil) => {
    const night = await drawnNight();
    expect(await spoil(night)).toBeGreaterThan(0);

    const { problems } = await wholeVerification(night.gen, night.ports());
    expect(problems.join("; ")).toContain(says);
    const refused = await refusal(() => checkedBeside(night.gen, night.ports()));
    // England cannot be summed of tables that are not kept: then its own is not named as another that is not
    expect(refused).toEqual(problems.filter((problem) => refused.includes(problem) || !problem.startsWith("released table")));
    expect(problems.length - refused.length).toBeLessThanOrEqual(1);
    expect(await night.ports().reports.readRunFile(night.gen, "manifest.json")).toBeNull();
  });
});

/** A night, one batch of which is yet to be answered. */
async function answeredBut(left: (boards: readonly string[]) => boolean) {
  const night = await drawnNight();
  const { ports, gen } = night;
  const checks = (await readPlan(ports().reports, gen))?.checks ?? [];
  const keys = (await readBatches(gen, batchLists.checks, ports().reports)).map(({ key }) => key);
  const open = keys.filter((_, at) => left(checks[at] ?? []));
  for (const key of keys) if (!open.includes(key)) await checkBoards({ gen, key }, ports());
  return { ...night, key: open[0] ?? "", answer: `runs/${gen}/checked/${open[0]}`, verified: () => verifyGeneration({ gen }, ports()) };
}

describe("a batch of boards", () => {
  it("that nobody has answered keeps everything from being shown, and says which boards were not checked", async () => {
    const { ports, gen, verified } = await answeredBut((boards) => boards.includes("QB2"));

    expect(await refusal(verified)).toEqual(["QB2 was not checked"]);
    expect(await refusal(verified)).toEqual(["QB2 was not checked"]);
    expect((await ports().reports.readPointer())?.pointer.gen).toBe(1);
    await expect(publishGeneration({ gen }, ports())).rejects.toThrow("requires verification");
  });

  it("keeps everything from being shown also where it has gone from the list of batches: the plan says which boards there are", async () => {
    const { bucket, ports, gen } = await drawnNight();
    const list = bucket.objects.get(`runs/${gen}/checks.json`);
    if (list !== undefined)
      bucket.objects.set(`runs/${gen}/checks.json`, { ...list, body: JSON.stringify(JSON.parse(list.body).slice(1)) });

    expect(await refusal(() => checkedBeside(gen, ports()))).toEqual(["ENG was not checked"]);
  });

  it.each<readonly [string, (answer: string, night: DrawnNight) => string]>([
    ["empty", () => ""],
    ["cut off", (answer) => answer.slice(0, -40)],
    ["no JSON", () => "<Error>"],
    ["changed in one letter", (answer) => answer.replace('"received":', '"receivee":')],
    ["changed in one number", (answer) => answer.replace(/"used":\d+/, '"used":99')],
    [
      "rid of what it found",
      (answer) => JSON.stringify({ ...JSON.parse(answer), finding: { ...JSON.parse(answer).finding, problems: [] } }),
    ],
    ["that of another batch", (_answer, { bucket, gen }) => bucket.objects.get(`runs/${gen}/checked/checks/1.json`)?.body ?? ""],
    [
      "that of an older run, left by one that woke late",
      (_answer, { bucket }) => bucket.objects.get("runs/1/checked/checks/2.json")?.body ?? "",
    ],
  ])("whose answer is %s counts as not answered", async (what, spoilt) => {
    const night = await answeredBut((boards) => boards.includes("QB2"));
    const [object = ""] = await newObjectsOf(night, "B82001");
    if (what === "rid of what it found")
      night.spoilObjects(
        (key) => key.endsWith(object),
        () => null,
      );
    await checkBoards({ gen: night.gen, key: night.key }, night.ports());
    const spoiled = night.spoilObjects(
      (key) => key === night.answer,
      (body) => spoilt(body, night),
    );

    expect(spoiled).toBe(1);
    expect(await refusal(night.verified)).toEqual(["QB2 was not checked"]);
  });

  it("that is answered is not worked on again, and its first answer stands", async () => {
    const { bucket, ports, gen, key, answer, verified } = await answeredBut((boards) => boards.includes("QA1"));
    await checkBoards({ gen, key }, ports());
    const first = bucket.objects.get(answer);
    const asked = bucket.operations.length;
    expect(await checkBoards({ gen, key }, ports())).toEqual({ places: 0 });

    expect(bucket.objects.get(answer)).toBe(first);
    expect(bucket.operations.length - asked).toBeLessThan(8);
    await verified();
  });

  it("that is answered by two at once is answered once, and shown as one of them found it", async () => {
    const { ports, gen, key, verified } = await answeredBut((boards) => boards.includes("QA1"));
    const both = await Promise.all([checkBoards({ gen, key }, ports()), checkBoards({ gen, key }, ports())]);

    expect(both.every(({ places }) => places > 0)).toBe(true);
    await verified();
    expect(await publishGeneration({ gen }, ports())).toEqual({ gen, published: true });
  });

  it("is refused where another run has written a practice since it was answered, though all sums are made again", async () => {
    const { ports, come, gen, key, verified, draw } = await answeredBut((boards) => boards.includes("QA1"));
    await checkBoards({ gen, key }, ports());
    await come("A81002", 4);
    await draw("2026-06-12");

    expect(await refusal(verified)).toContain("another run is at work on the same statistics");
  });

  it("is refused where another run writes the same statistic again between two batches: a version never returns", async () => {
    const { ports, gen, key, verified } = await answeredBut((boards) => boards.includes("QA1"));
    await checkBoards({ gen, key }, ports());
    await refreshUnit({ level: "practice", code: "A81002", month: "2026-03" }, await openRun(gen, ports()), ports());

    expect(await refusal(verified)).toEqual(["another run is at work on the same statistics"]);
  });

  it("is refused where a place stands by now that no batch has met", async () => {
    const { ports, gen, key, verified, table } = await answeredBut((boards) => boards.includes("QA1"));
    await checkBoards({ gen, key }, ports());
    await table.client.send(new PutCommand({ TableName: "derived", Item: { pk: placesKey, sk: "A89999", level: "practice" } }));

    expect(await refusal(verified)).toEqual(["another run is at work on the same statistics"]);
  });

  it("is refused where what is shown of a place is not the entry that was checked", async () => {
    const { ports, gen, key, verified, spoilObjects } = await answeredBut((boards) => boards.includes("QA1"));
    await checkBoards({ gen, key }, ports());
    const other = (body: string) => body.replace(/("sha256":")[0-9a-f]{4}/, "$1beef");
    expect(spoilObjects(ofEntry(gen, "A81001"), other)).toBe(1);

    expect(await refusal(verified)).toEqual(["A81001 has pages that were not checked"]);
  });

  it.each(["before", "after"] as const)(
    "that is killed at any of its calls, %s it takes effect, and begun again comes to the same manifest",
    async (when) => {
      const undisturbed = await answeredBut((boards) => boards.includes("QB2"));
      let calls = 0;
      await checkBoards({ gen: undisturbed.gen, key: undisturbed.key }, undisturbed.ports({ before: async () => void calls++ }));
      await undisturbed.verified();
      const expected = await undisturbed.ports().reports.readRunFile(undisturbed.gen, "manifest.json");
      const different: number[] = [];
      for (let at = 1; at <= calls; at++) {
        const { ports, gen, key, verified } = await answeredBut((boards) => boards.includes("QB2"));
        await expect(checkBoards({ gen, key }, ports(dyingAt(at, when).around))).rejects.toThrow("killed");
        await checkBoards({ gen, key }, ports());
        await verified();
        if ((await ports().reports.readRunFile(gen, "manifest.json")) !== expected) different.push(at);
      }

      expect(calls).toBeGreaterThan(15);
      expect(different).toEqual([]);
    },
    300_000,
  );
});

describe("which boards are checked together", () => {
  const { organisations } = pinOrganisations(smallEngland(), "2026-06-10", sha256);
  const places = [...organisations].map(([code, { level }]) => ({ code, level }));
  const all = [...places, { code: "X99999", level: "practice" as const }, { code: "ENG", level: "england" as const }];
  const lists = (drawn: readonly string[], most?: number) => checkBatches(all, { drawn: new Set(drawn), organisations }, most);

  it("all of them where few places are drawn, and as many in a list as may be where many are; each board in one list alone", () => {
    expect(lists(["A81001"])).toEqual([["ENG", "QA1", "QB2"]]);
    expect(lists(["A81001", "A81002", "B82001"], 2)).toEqual([["ENG", "QA1"], ["QB2"]]);
    expect(lists(["A81001", "A81002", "B82001"], 1)).toEqual([["ENG"], ["QA1"], ["QB2"]]);
  });

  it("England, drawn, weighs as much as all boards that it is the sum of", () => {
    expect(lists(["A81001", "ENG"], 3)).toEqual([["ENG"], ["QA1", "QB2"]]);
  });

  it("and each list has what readers saw of its boards, of their networks and practices, and of nothing else", () => {
    const seen = (level: "practice" | "icb") => ({ level, table: "t", of: "" });
    const before = { A81001: seen("practice"), QA1: seen("icb"), B82002: seen("practice"), X99999: seen("practice") };

    expect(withReleases([["ENG", "QA1"], ["QB2"]], { before, organisations }).map((batch) => Object.keys(batch.before).sort())).toEqual([
      ["A81001", "QA1", "X99999"],
      ["B82002"],
    ]);
  });
});
