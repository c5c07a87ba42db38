import { counted } from "./counted-night.ts";
import { type Demand, demandOf, type Load } from "./load.ts";
import { prices } from "./prices.ts";

/** One line of the bill: what it is for, and US dollars a month. */
export type CostLine = { readonly what: string; readonly dollars: number };

/** What a load costs in a month, without VAT, support, staging or the security services of the account. */
export type MonthlyCost = {
  readonly load: Load;
  readonly demand: Demand;
  readonly lines: readonly CostLine[];
  readonly dollars: number;
  /** The whole month's cost spread over the month's referrals. */
  readonly dollarsPerThousandReferrals: number;
};

const nights = 30;
/** Practices, primary care networks, integrated care boards and England. */
const places = 6300 + 1250 + 42 + 1;
const suppliers = 20;
/** Keys of ours that a stage has. */
export const keys = 9;

/**
 * The bill of a month in production: the model of the architecture's section 2.7, with what a night does as it was counted
 * (`counted`) in the place of what the design expected of it. Unit prices are `prices`, each with how sure it is.
 *
 * @throws {RangeError} for a load that is not positive
 */
export function monthlyCost(load: Load): MonthlyCost {
  if (![load.referrals, load.eventsPerReferral, load.years].every((each) => Number.isFinite(each) && each > 0))
    throw new RangeError("monthlyCost requires a load whose figures are all above zero");
  const demand = demandOf(load);
  const lines = [...storeLines(demand), ...nightLines(demand, load), ...takingLines(demand), ...watchingLines(demand)];
  const dollars = lines.reduce((sum, line) => sum + line.dollars, 0);
  return { load, demand, lines, dollars, dollarsPerThousandReferrals: (dollars * 12_000) / load.referrals };
}

function cost(price: keyof typeof prices, quantity: number): number {
  return prices[price].dollars * quantity;
}

function storeLines({ eventsAMonth, storedGigabytes }: Demand): readonly CostLine[] {
  return [
    // An event, its episode's head, a summary and a mark in one transaction, which counts twice, and a share of an index.
    { what: "tables: writing events", dollars: cost("tableWrite", eventsAMonth * 8.3) + cost("tableRead", eventsAMonth * 1.5) },
    { what: "tables: keeping them", dollars: cost("tableGigabyte", storedGigabytes) },
    { what: "tables: restorable to any second", dollars: cost("tableHistoryGigabyte", storedGigabytes) },
    { what: "export and queries of evaluators", dollars: cost("tableExportGigabyte", storedGigabytes * 0.1) + cost("scanTerabyte", 0.2) },
  ];
}

/** Statistics written above the practices each night: networks, boards and England, with the units that each costs. */
const writesAbovePractices = 15_000 * 10 + 1500 * 30 + 40 * 60;

/** Pages are as of the first of a month: with it every place is drawn whole, and in the other nights something of one outcome. */
const objectsOfMonth = counted.objectsOfPlace + counted.objectsOfChapter * (nights - 1);
const gigabytesOfObject = 20e-6;
/** Gigabytes of memory times seconds: the functions that plan and verify have 3 GB each. */
const secondsOfPlace = (3008 / 1024) * (counted.secondsToPlan + counted.secondsToVerify);

/** Standings are read place by place, all months of each. */
function lookingUnits(years: number): number {
  return places * counted.looks * Math.ceil((years * 12) / 24) * counted.readUnitsOfLooking;
}

function nightLines({ changedUnits }: Demand, { years }: Load): readonly CostLine[] {
  return [
    { what: "night: looking at what stands", dollars: cost("tableRead", lookingUnits(years) * nights) },
    { what: "night: reading what changed", dollars: cost("tableRead", changedUnits * nights * counted.readUnitsOfUnit) },
    {
      what: "night: writing statistics",
      dollars: cost("tableWrite", (changedUnits * counted.writeUnitsOfUnit + writesAbovePractices) * nights),
    },
    {
      what: "night: counting",
      dollars: cost("functionGigabyteSecond", changedUnits * nights * 0.08) + cost("functionCall", (changedUnits / 50) * nights),
    },
    { what: "night: drawing every place", dollars: cost("functionGigabyteSecond", places * nights * 3 * 2) },
    { what: "night: planning and verifying pages", dollars: cost("functionGigabyteSecond", places * nights * secondsOfPlace) },
    { what: "night: writing pages", dollars: cost("objectPut", places * objectsOfMonth) },
    { what: "night: checking pages", dollars: cost("objectGet", places * objectsOfMonth) },
    { what: "pages of 35 generations", dollars: cost("objectGigabyte", places * objectsOfMonth * gigabytesOfObject) },
    { what: "night: steps", dollars: cost("transition", (600 * 3 + 200) * nights) },
  ];
}

function takingLines({ eventsAMonth }: Demand): readonly CostLine[] {
  return [
    { what: "API, as if each event came alone", dollars: cost("apiCall", eventsAMonth) },
    {
      what: "functions that take and store",
      dollars: cost("functionGigabyteSecond", eventsAMonth * 2 * 0.12) + cost("functionCall", eventsAMonth * 2),
    },
    { what: "queue", dollars: cost("queueCall", eventsAMonth * 4) },
    { what: "sign-in of 20 suppliers, a token an hour", dollars: cost("client", suppliers) + cost("token", suppliers * 24 * 30) },
  ];
}

function watchingLines({ eventsAMonth }: Demand): readonly CostLine[] {
  return [
    { what: "logs, 8 KB an event", dollars: cost("logGigabyte", eventsAMonth * 8e-6) },
    { what: "60 metrics, 40 alarms, a dashboard", dollars: cost("metric", 60) + cost("alarm", 40) + cost("dashboard", 1) },
    { what: "firewall of 8 rules", dollars: cost("firewall", 1) + cost("firewallRule", 8) + cost("firewallCall", eventsAMonth) },
    { what: `${keys} keys`, dollars: cost("keyMonth", keys) + cost("keyCall", eventsAMonth * 6) },
    { what: "trail of who touched what", dollars: cost("trailEvent", eventsAMonth * 6 + 3e6) },
    { what: "malware scan of 10,000 files", dollars: cost("malwareGigabyte", 5) + cost("malwareObject", 10_000) },
  ];
}
