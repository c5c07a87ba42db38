import { Command, InvalidArgumentError } from "@commander-js/extra-typings";
import { costlyMistakes } from "../../core/cost/costly-mistakes.ts";
import { type Load, loads } from "../../core/cost/load.ts";
import { type MonthlyCost, monthlyCost } from "../../core/cost/monthly-cost.ts";
import { prices } from "../../core/cost/prices.ts";

/** `hearten cost`: what a load costs on AWS in a month, line by line. */
export function costCommand() {
  return new Command("cost")
    .description("Says what the service costs on AWS in a month: three loads, or those you name.")
    .option("--referrals <n...>", "referrals a year, one or more", loadOf)
    .option("--events <n>", "events for each referral", positive, loads.middle.eventsPerReferral)
    .option("--years <n>", "years of events kept", positive, loads.middle.years)
    .option("--json", "one JSON document on stdout")
    .action(({ referrals, events, years, json }) => {
      const asked: readonly Load[] =
        referrals === undefined ? Object.values(loads) : referrals.map((each) => ({ referrals: each, eventsPerReferral: events, years }));
      const costs = asked.map(monthlyCost);
      const document = { currency: "USD", region: "eu-west-2", costs, mistakes: costlyMistakes(), prices };
      process.stdout.write(json === true ? `${JSON.stringify(document, null, 2)}\n` : table(costs));
    });
}

function positive(text: string): number {
  const number = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || number <= 0) throw new InvalidArgumentError("a number above zero is needed");
  return number;
}

function loadOf(text: string, earlier: readonly number[] | undefined): readonly number[] {
  return [...(earlier ?? []), positive(text)];
}

const money = (dollars: number) => dollars.toLocaleString("en-GB", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const count = (number: number) => Math.round(number).toLocaleString("en-GB");

function table(costs: readonly MonthlyCost[]): string {
  const [first] = costs;
  if (first === undefined) return "";
  const rows = [
    ["US dollars a month, eu-west-2", ...costs.map(({ load }) => `${count(load.referrals)} referrals`)],
    ["events a month", ...costs.map(({ demand }) => count(demand.eventsAMonth))],
    ...first.lines.map(({ what }, at) => [what, ...costs.map(({ lines }) => money(lines[at]?.dollars ?? 0))]),
    ["total", ...costs.map(({ dollars }) => money(dollars))],
    ["for 1,000 referrals", ...costs.map(({ dollarsPerThousandReferrals }) => money(dollarsPerThousandReferrals))],
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const lines = rows.map((row) =>
    row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join("  "),
  );
  return `${lines.join("\n")}\n${unsure()}`;
}

function unsure(): string {
  const all = Object.values(prices);
  const read = all.filter(({ certainty }) => certainty === "read").length;
  return `${read} of ${all.length} unit prices were read on AWS's pages; the others are derived or from memory (--json says which). Without VAT and support.\n`;
}
