import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { stages } from "../../lib/stages.ts";
import { ofType, synthesized } from "./synthesized.ts";

const root = join(import.meta.dirname, "..", "..");
const folder = join(root, "docs", "compliance");
const pages = readdirSync(folder);
const textOf = (page: string) => readFileSync(join(folder, page), "utf8");
const production = await synthesized(stages.production);

describe("the compliance pack", () => {
  it("lists every page, and says on each what needs a person", () => {
    for (const page of pages.filter((each) => each !== "README.md")) {
      expect(textOf("README.md")).toContain(`(${page})`);
      if (page !== "asset-register.md") expect(textOf(page), page).toContain("**[person]**");
    }
  });

  it.each(pages)("%s names no page, test or decision that is not there", (page) => {
    const links = [...textOf(page).matchAll(/\]\(([^)]+)\)/g)].map(([, target = ""]) => join(dirname(join(folder, page)), target));
    const named = [...textOf(page).matchAll(/`((?:test|lib|docs)\/[a-z0-9/.-]+)`/g)].map(([, path = ""]) => join(root, path));

    expect([...links, ...named].filter((path) => !existsSync(path))).toEqual([]);
  });

  it("keeps things as long as the templates do", () => {
    const { logRetentionDays, auditDays, backupDays, recoveryDays } = stages.production;
    const days = (seconds: unknown) => Number(seconds) / 86_400;
    const queues = ofType(production, "AWS::SQS::Queue").map(({ properties }) => days(properties.MessageRetentionPeriod));
    const row = (of: string) =>
      textOf("retention.md")
        .split("\n")
        .find((line) => line.startsWith(`| ${of}`));

    expect(row("logs of the functions")).toContain(`| ${logRetentionDays} days |`);
    expect(row("who reached which object")).toContain(`| ${auditDays} days |`);
    expect(row("copies of the tables")).toContain(`| ${backupDays} days, locked |`);
    expect(row("history of the tables")).toContain(`| ${recoveryDays} days |`);
    expect(row("messages that wait")).toContain(
      `| ${[...new Set(queues)]
        .sort((a, b) => a - b)
        .map((each) => `${each} days`)
        .join(", ")} |`,
    );
  });
});
