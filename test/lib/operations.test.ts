import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { runbooks } from "../../lib/operations/runbooks.ts";
import { stages } from "../../lib/stages.ts";
import { metrics } from "../../names.ts";
import { ofType, only, synthesized } from "./synthesized.ts";

const root = join(import.meta.dirname, "..", "..");
const pages = join(root, "docs", "operations");
const test = await synthesized(stages.test);
const alarms = ofType(test, "AWS::CloudWatch::Alarm").map(({ properties }) => properties);
const described = [...alarms.map(({ AlarmDescription }) => AlarmDescription), only(test, "AWS::Events::Rule").properties.Description].map(
  String,
);
const pageOf = (text: string) => /^(.{40,}\.) Runbook: docs\/operations\/([a-z-]+)\.md$/.exec(text)?.[2];
const textOf = (page: string) => readFileSync(join(pages, `${page}.md`), "utf8");

/** Led to by what is no alarm, or by nothing, and why. */
const withoutAlarm: Record<string, string> = {
  README: "the table of the others",
  "own-instruments": "no runbook: what a deployer may bring",
  evaluators: "no runbook: what evaluators are given",
  restore: "a drill",
  spending: "the budget tells the same topic, and cannot carry a description",
  "wrong-report-published": "only a reader can see it",
};

/** Pages that are no runbooks. */
const noRunbook = new Set(Object.keys(withoutAlarm).filter((page) => withoutAlarm[page]?.startsWith("no runbook")));

describe("every alarm", () => {
  it("says what people notice and which page to open, and the page is there", () => {
    expect(alarms.length).toBeGreaterThanOrEqual(15);
    for (const text of described) expect(existsSync(join(pages, `${pageOf(text)}.md`)), text).toBe(true);
  });

  it("tells the topic when it goes off and when it is over", () => {
    for (const { AlarmActions, OKActions } of alarms) expect([AlarmActions, OKActions]).toEqual([["oncall"], ["oncall"]]);
  });

  it("takes silence for an alarm where something must happen every night, and there alone", () => {
    const silent = alarms.filter(({ TreatMissingData }) => TreatMissingData === "breaching").map(({ AlarmName }) => AlarmName);

    expect(silent).toEqual(["hearten-test-night-late", "hearten-test-backup-missing"]);
  });
});

describe("every runbook", () => {
  const files = readdirSync(pages).map((file) => file.replace(".md", ""));

  it("is led to by an alarm, or it is known why not", () => {
    const led = new Set(described.map(pageOf));

    expect([...runbooks].sort()).toEqual(files.filter((file) => led.has(file) || file === "spending").sort());
    expect(files.filter((file) => !led.has(file)).sort()).toEqual(Object.keys(withoutAlarm).sort());
    for (const file of files) if (file !== "README") expect(textOf("README"), file).toContain(`(${file}.md)`);
  });

  it("is rehearsed by a test that its own page names too", () => {
    const rows = [...textOf("README").matchAll(/^\| \[[^\]]+\]\(([a-z-]+)\.md\) \| .* \| ([^|]+) \|$/gm)].map(([, page = "", by = ""]) => ({
      page,
      by,
    }));
    const testsIn = (text: string) => [...text.matchAll(/`(test\/[a-z0-9/.-]+)`/g)].map(([, path = ""]) => path);

    expect(rows.map(({ page }) => page).sort()).toEqual(files.filter((file) => file !== "README" && !noRunbook.has(file)).sort());
    expect(rows.filter(({ by }) => testsIn(by).length === 0).map(({ page }) => page)).toEqual([]);
    for (const { page, by } of rows) {
      const rehearsed = textOf(page).split("**Rehearsed**")[1] ?? "";
      expect(
        testsIn(by).filter((path) => !existsSync(join(root, path)) || !rehearsed.includes(path)),
        page,
      ).toEqual([]);
    }
  });

  it("says what people notice, what to do, and what has rehearsed it", () => {
    for (const file of files.filter((each) => !["README", "own-instruments", "evaluators"].includes(each))) {
      const text = textOf(file);
      const tests = [...text.matchAll(/`(test\/[a-z0-9/.-]+)`/g)].map(([, path = ""]) => path);

      expect(text, file).toMatch(
        file === "restore" ? /\*\*The promise\.\*\*/ : /\*\*What people notice\.\*\*[\s\S]*(\*\*What to do|\| do \||\| most often \|)/,
      );
      expect(text, file).toMatch(/\*\*Rehearsed\*\* by/);
      expect(
        tests.filter((path) => !existsSync(join(root, path))),
        file,
      ).toEqual([]);
    }
  });
});

describe("the figures", () => {
  it("of our own are told by service alone, in alarms and on dashboards", () => {
    const ofOurs = new RegExp(`"${metrics.namespace}","[a-zA-Z]+","([a-zA-Z]+)","[a-z-]+"(?!,")`, "g");
    const boards = ofType(test, "AWS::CloudWatch::Dashboard").map(({ properties }) => String(properties.DashboardBody));
    const dimensions = boards.flatMap((body) => [...body.matchAll(ofOurs)].map(([, dimension]) => dimension));
    const alarming = alarms.filter(({ Namespace }) => Namespace === metrics.namespace).map(({ Dimensions }) => Dimensions);

    expect(boards).toHaveLength(3);
    expect(new Set(dimensions)).toEqual(new Set([metrics.dimension]));
    expect(boards.join().split(`"${metrics.namespace}"`)).toHaveLength(dimensions.length + 1);
    for (const each of alarming) expect(each).toEqual([{ Name: metrics.dimension, Value: expect.any(String) }]);
  });
});

describe("the topic and the budget", () => {
  it("take messages from this account's own alarms and budgets alone, encrypted and over TLS", () => {
    const statements = z
      .object({ PolicyDocument: z.object({ Statement: z.array(z.looseObject({ Effect: z.string(), Condition: z.unknown() })) }) })
      .parse(only(test, "AWS::SNS::TopicPolicy").properties).PolicyDocument.Statement;

    expect(only(test, "AWS::SNS::Topic").properties).toMatchObject({ KmsMasterKeyId: "operationsdatakey.Arn" });
    expect(statements.filter(({ Effect }) => Effect === "Allow").map(({ Condition }) => Condition)).toEqual([
      { StringEquals: { "aws:SourceAccount": "AWS::AccountId" } },
    ]);
    expect(statements.some(({ Effect, Condition }) => Effect === "Deny" && JSON.stringify(Condition).includes("SecureTransport"))).toBe(
      true,
    );
  });

  it("hear of a disabled key from a role that may write to the topic and nothing else", () => {
    expect(only(test, "AWS::IAM::ManagedPolicy", "keywatchpolicy").properties).toMatchObject({
      PolicyDocument: {
        Statement: [
          { Effect: "Allow", Action: "sns:Publish", Resource: "oncall" },
          { Effect: "Allow", Action: ["kms:Decrypt", "kms:GenerateDataKey"], Resource: "operationsdatakey.Arn" },
        ],
      },
    });
  });

  it("warn at half, four fifths and all of the month's money, and when it is going to be spent", () => {
    const { properties } = only(test, "AWS::Budgets::Budget");
    const { NotificationsWithSubscribers } = z
      .object({
        NotificationsWithSubscribers: z.array(
          z.object({ Notification: z.object({ NotificationType: z.string(), Threshold: z.number() }) }),
        ),
      })
      .parse(properties);

    expect(NotificationsWithSubscribers.map(({ Notification }) => [Notification.NotificationType, Notification.Threshold])).toEqual([
      ["ACTUAL", 50],
      ["ACTUAL", 80],
      ["ACTUAL", 100],
      ["FORECASTED", 100],
    ]);
  });
});
