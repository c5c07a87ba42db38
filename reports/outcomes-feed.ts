import { canonicalJson } from "../core/canonical-json.ts";
import { type FeedRecord, feedRecord, type OutcomesFeed } from "../core/outcomes-feed.ts";
import type { PlaceFile, PlaceReport } from "../core/place-report.ts";
import { csvText, numberText } from "./figure-csv.ts";
import type { DataRecord } from "./figures/figure.ts";
import { licenceOf } from "./words/licence-words.ts";

/** The numbers of one figure, or of a table that is in no figure: its id, and what it is about. */
export type FigureNumbers = {
  readonly table: string;
  /** An evaluation of a measure that stands for no outcome has the measure's id here, as its figures' own files have. */
  readonly outcome: string;
  readonly instrument: string;
  readonly records: readonly DataRecord[];
};

/** The files of the feed, in a place's folder. */
export const feedFiles = { json: "outcomes.json", csv: "outcomes.csv", metadata: "outcomes.csv-metadata.json" } as const;

/** Every number that a place's pages show, for machines: as JSON, as one tidy table, and the table's description (CSV on the Web, W3C 2015). */
export function feedOf(place: PlaceReport, figures: readonly FigureNumbers[]): readonly PlaceFile[] {
  const numbers = figures.flatMap(({ records, ...about }) => records.map((record) => numberOf(record, about)));
  const { level, code, name } = place.place;
  const feed: OutcomesFeed = {
    place: { level, code, name },
    sample: place.sample,
    period: place.period,
    asOf: place.asOf,
    suppression: place.suppression,
    provenance: place.provenance,
    licence: licenceOf(place.place),
    numbers,
  };
  return [
    { path: feedFiles.json, contentType: "application/json", body: `${canonicalJson(feed)}\n` },
    { path: feedFiles.csv, contentType: "text/csv; charset=utf-8", body: tableOf(feed) },
    { path: feedFiles.metadata, contentType: "application/csvm+json", body: `${JSON.stringify(descriptionOf(feed), null, 1)}\n` },
  ];
}

function numberOf({ group, statistic, unit, value, unreliable }: DataRecord, about: Omit<FigureNumbers, "records">): FeedRecord {
  const shown = value.kind === "value" ? value : null;
  const interval =
    value.kind === "value" && "lower" in value
      ? { lower: rounded(value.lower), upper: rounded(value.upper) }
      : { lower: null, upper: null };
  const status = value.kind === "value" ? (unreliable === true && unit !== "people" ? "unreliable" : "shown") : value.kind;
  return { ...about, group, statistic, unit, value: shown === null ? null : rounded(shown.value), ...interval, status };
}

function rounded(value: number): number {
  return Number(numberText(value));
}

const columns = ["place", "referred_from", "referred_to", ...Object.keys(feedRecord.shape), "sample_data"];

function tableOf({ place, period, sample, numbers }: OutcomesFeed): string {
  const rows = numbers.map((number) => [
    ...[place.code, period.from, period.to],
    ...Object.keys(feedRecord.shape).map((name) => cellOf(number[name as keyof FeedRecord])),
    String(sample),
  ]);
  return csvText([columns, ...rows]);
}

function cellOf(value: string | number | null): string {
  return value === null ? "" : String(value);
}

/** What each column holds, as CSV on the Web and then a reader want to know it. */
const told: Readonly<Record<string, readonly [datatype: string, description: string]>> = {
  place: ["string", "The place's code: ENG, an ICB, a PCN or a practice."],
  referred_from: ["gYearMonth", "The first month of the referrals that are counted."],
  referred_to: ["gYearMonth", "The last month of the referrals that are counted."],
  table: ["string", "The figure that shows the number, by its id; evaluations for the main result of every comparison."],
  outcome: ["string", "What was measured, or the measure's id where it stands for no outcome. Isolation and loneliness are two things."],
  instrument: ["string", "The questionnaire, or part of one."],
  group: ["string", "Of whom; empty for everybody."],
  statistic: ["string", "What the number is."],
  unit: ["string", "people, points, per cent, percentage points or standard deviations."],
  value: ["number", "The number after disclosure control; empty where it is not shown."],
  lower: [
    "number",
    "Lower end of the 95% interval, where there is one; of a mean change whose standard deviation is suppressed, wider than its own.",
  ],
  upper: [
    "number",
    "Upper end of the 95% interval, where there is one; of a mean change whose standard deviation is suppressed, wider than its own.",
  ],
  status: ["string", "shown, unreliable (fewer than 30 people), suppressed, missing or not-applicable; none of them means zero."],
  sample_data: ["boolean", "True where people and organisations are invented."],
};

function descriptionOf({ place, asOf, licence, suppression, provenance }: OutcomesFeed): object {
  return {
    "@context": ["http://www.w3.org/ns/csvw", { "@language": "en" }],
    url: feedFiles.csv,
    "dc:title": `Outcomes of social prescribing: ${place.name}`,
    "dc:date": asOf,
    "dc:rights": licence,
    "dc:provenance": canonicalJson(provenance),
    "rdfs:comment": suppression.words,
    dialect: { encoding: "utf-8", header: true },
    tableSchema: {
      columns: Object.entries(told).map(([name, [datatype, description]]) => ({
        name,
        titles: name,
        datatype,
        "dc:description": description,
        required: false,
      })),
      primaryKey: ["place", "table", "outcome", "group", "statistic", "unit"],
    },
  };
}
