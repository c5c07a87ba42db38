import type { S3Client } from "@aws-sdk/client-s3";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import { marksKey, summariesKey } from "../../adapters/derived-keys.ts";
import { derivedTable } from "../../adapters/derived-table.ts";
import { objectCollection } from "../../adapters/object-collection.ts";
import { reportBucket } from "../../adapters/report-bucket.ts";
import { sha256 } from "../../adapters/sha256.ts";
import type { WholeNightPorts } from "../../bin/commands/night/run-night.ts";
import { canonicalJson } from "../../core/canonical-json.ts";
import { type Contribution, foldVersion } from "../../core/episodes/contribution.ts";
import type { DerivedBook } from "../../core/night/same-derived.ts";
import type { OrganisationVersion } from "../../core/organisations/organisation.ts";
import type { SettledBook } from "../../core/people/unrepeated.ts";
import { statisticText } from "../../core/statistic.ts";
import { pointerKey, prefixes } from "../../names.ts";

/** Ports of a night over the clients given, that shows every single step unless it is told by how many people figures move. Pages are their statistic in plain text: equal statistics are equal bytes, whichever run drew them. */
export function nightPorts(given: {
  dynamo: DynamoDBDocumentClient;
  s3: S3Client;
  organisations: () => readonly OrganisationVersion[];
  table?: string;
  bucket?: string;
  movesBy?: number;
  spreadsFrom?: number;
  checkedTogether?: number;
  settledBook?: SettledBook;
  derivedBook?: DerivedBook;
}): WholeNightPorts {
  const bucket = {
    client: given.s3,
    bucket: given.bucket ?? "reports",
    objects: prefixes.objects,
    released: prefixes.released,
    runs: prefixes.runs,
    pointerKey,
  };
  return {
    derived: derivedTable({ client: given.dynamo, table: given.table ?? "derived", pause: noPause }),
    reports: reportBucket(bucket),
    objects: objectCollection(bucket),
    organisations: { versions: async () => given.organisations() },
    digest: sha256,
    pause: noPause,
    now: () => "2026-11-22T03:15:00Z",
    spreadsFrom: given.spreadsFrom,
    checkedTogether: given.checkedTogether,
    codeVersion: "code-1",
    derivedBook: given.derivedBook ?? neverRestored,
    settledBook: given.settledBook ?? { settled: async () => [], done: async () => new Set() },
    profileOf: (level) => ({ name: level === "england" ? "national" : "subnational", movesBy: given.movesBy ?? 1 }),
    siteFiles: () => [{ path: "site.css", contentType: "text/css", body: "body{margin:0}" }],
    drawPlace: async ({ statistic, provenance: _provenance, ...names }) => ({
      files: [
        { path: "index.html", contentType: "text/html", body: canonicalJson(names) },
        { path: "data.csv", contentType: "text/csv", body: statisticText(statistic) },
      ],
      chapters: {},
    }),
  };
}

/** Of a derived table that is always the one it was. */
const neverRestored: DerivedBook = { noted: async () => null, standing: async () => ({ gen: 0, table: "" }), note: async () => undefined };

async function noPause(): Promise<void> {}

let marks = 0;

/** Keeps one episode's contribution as ingest does: the summary and a mark of its own, in one transaction. */
export async function keepEpisode(
  client: DynamoDBDocumentClient,
  { refKey, contribution, was, table = "derived" }: { refKey: string; contribution: Contribution; was?: Contribution; table?: string },
): Promise<void> {
  const touched = was === undefined ? [contribution] : [contribution, was];
  const moved = was !== undefined && summariesKey(unitOf(was)) !== summariesKey(unitOf(contribution));
  await client.send(
    new TransactWriteCommand({
      TransactItems: [
        {
          Put: {
            TableName: table,
            Item: { pk: summariesKey(unitOf(contribution)), sk: `EP#${refKey}`, body: canonicalJson(contribution), headVer: 1 },
          },
        },
        ...(moved && was !== undefined
          ? [{ Delete: { TableName: table, Key: { pk: summariesKey(unitOf(was)), sk: `EP#${refKey}` } } }]
          : []),
        ...new Map(touched.map((each) => [summariesKey(unitOf(each)), each])).values().map((each) => {
          const { pk, sk } = marksKey({ level: "practice", ...unitOf(each) });
          return { Put: { TableName: table, Item: { pk, sk: `${sk}${++marks}` } } };
        }),
      ],
    }),
  );
}

function unitOf({ practice, month }: Contribution) {
  return { code: practice, month };
}

/** A person with a PHQ-9 before and, perhaps, after. */
export function personIn(practice: string, month: string, [baseline, followUp]: readonly [number, number | null]): Contribution {
  return {
    fold: foldVersion,
    practice,
    month,
    role: "nurse",
    deliveredBy: "link_worker",
    activity: "nature",
    ageBand: "45-54",
    sex: "F",
    ethnicity: "A",
    imdQuintile: 2,
    steps: ["referred", "accepted", "started"],
    lostReason: null,
    outcomes: { "phq-9": { baseline, followUp, days: followUp === null ? null : 90, dueMonth: month } },
  };
}

/** Two ICBs, three PCNs, five practices, one of which stands under its ICB directly. */
export function smallEngland(): OrganisationVersion[] {
  const stand = (code: string, level: OrganisationVersion["level"], parent: string | null): OrganisationVersion => ({
    code,
    level,
    kind: level,
    name: `The ${level} ${code}`,
    parent,
    validFrom: "2020-01-01",
    validTo: null,
    sample: true,
  });
  return [
    stand("ENG", "england", null),
    stand("QA1", "icb", "ENG"),
    stand("QB2", "icb", "ENG"),
    stand("U10001", "pcn", "QA1"),
    stand("U10002", "pcn", "QA1"),
    stand("U20001", "pcn", "QB2"),
    stand("A81001", "practice", "U10001"),
    stand("A81002", "practice", "U10001"),
    stand("A81003", "practice", "U10002"),
    stand("B82001", "practice", "U20001"),
    stand("B82002", "practice", "QB2"),
  ];
}

/** People who come to practices, each for the first time: two in three of them have a score after. */
export function comingTo(client: Parameters<typeof keepEpisode>[0]): (practice: string, n: number) => Promise<void> {
  let people = 0;
  return async (practice, n) => {
    for (let i = 0; i < n; i++)
      await keepEpisode(client, { refKey: `R${people++}`, contribution: personIn(practice, "2026-03", [14, i % 3 === 0 ? null : 3]) });
  };
}
