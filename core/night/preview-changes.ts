import type { CivilDate } from "../civil-date.ts";
import { disclosePlace } from "../disclosure/disclose-place.ts";
import { profileOf } from "../disclosure/profile.ts";
import { unseenCells } from "../disclosure/unseen-cells.ts";
import type { Registry } from "../instruments/registry.ts";
import type { Level } from "../organisations/organisation.ts";
import type { PlaceReport } from "../place-report.ts";
import { mergeStatistics } from "../statistic.ts";
import { asOfDate } from "./london-date.ts";
import type { Releases } from "./manifest.ts";
import { readReleasedMonths } from "./released-months.ts";

/** What the numbers of one place would become: how many would be another number, hidden where one is shown now, shown where one is hidden now. */
export type PlacePreview = {
  readonly code: string;
  readonly level: Level;
  readonly changed: number;
  readonly hidden: number;
  readonly shown: number;
  /** Numbers that there is no place for now, or would be none any more: a new outcome, another group. */
  readonly added: number;
  readonly gone: number;
};

type Previewed = {
  readonly places: readonly { readonly code: string; readonly level: Level }[];
  /** What is released now, and what would be. */
  readonly now: Releases;
  readonly wouldBe: Releases;
  readonly ports: Parameters<typeof readReleasedMonths>[1];
  readonly civilDate: CivilDate;
  readonly registry?: Registry | undefined;
};

/** Compares the disclosed numbers of places as they are released now with what they would be: counts of numbers, never the numbers. */
export async function previewChanges({ places, now, wouldBe, ...given }: Previewed): Promise<readonly PlacePreview[]> {
  const previews: PlacePreview[] = [];
  for (const place of places) {
    const [before, after] = [await numbersOf(place, now, given), await numbersOf(place, wouldBe, given)];
    const counts = { changed: 0, hidden: 0, shown: 0, added: 0, gone: 0 };
    for (const [path, is] of after) {
      const difference = differenceOf(before.get(path), is);
      if (difference !== null) counts[difference] += 1;
    }
    counts.gone = [...before.keys()].filter((path) => !after.has(path)).length;
    previews.push({ ...place, ...counts });
  }
  return previews;
}

type Kind = Exclude<keyof PlacePreview, "code" | "level" | "gone">;

function differenceOf(was: string | undefined, is: string): Kind | null {
  if (was === is) return null;
  if (was === undefined) return "added";
  if (is === suppressedText) return "hidden";
  return was === suppressedText ? "shown" : "changed";
}

const suppressedText = JSON.stringify({ kind: "suppressed" });

/** Every number that the place's pages may show, by where it stands; nothing where the place has nobody. */
async function numbersOf(
  place: { readonly code: string; readonly level: Level },
  releases: Releases,
  { civilDate, ports, registry }: Pick<Previewed, "civilDate" | "ports" | "registry">,
): Promise<ReadonlyMap<string, string>> {
  const table = releases[place.code]?.table ?? null;
  if (table === null) return new Map();
  const { months, families } = await readReleasedMonths(table, ports);
  const asOf = asOfDate(civilDate);
  const report = disclosePlace(
    {
      ...{ place: { ...place, name: "" }, above: [], below: [], sample: false, months, asOf },
      period: { from: months[0]?.month ?? "", to: months.at(-1)?.month ?? "" },
      statistic: mergeStatistics(months.map(({ statistic }) => statistic)),
      hidden: unseenCells(families, { asOf, registry }),
      provenance: { ...{ dataSnapshot: "", codeVersion: "", methodVersion: 0, organisationSnapshot: "", run: 0 }, drawnOn: civilDate },
    },
    profileOf(place.level),
    registry,
  );
  return new Map(numbersIn(report));
}

/** Bars are left out: they merge anew with every count, and hold the numbers beside them. */
const leftOut = new Set(["changes", "scores", "provenance", "measure"]);

function numbersIn({ outcomes, lost }: Pick<PlaceReport, "outcomes" | "lost">): readonly (readonly [string, string])[] {
  const found: (readonly [string, string])[] = [];
  const walk = (value: unknown, path: string): void => {
    if (typeof value !== "object" || value === null) return;
    if ("kind" in value && typeof value.kind === "string" && !("points" in value)) {
      found.push([path, JSON.stringify(value)]);
      return;
    }
    for (const [key, each] of Object.entries(value)) if (!leftOut.has(key)) walk(each, `${path}/${nameOf(each) ?? key}`);
  };
  walk({ outcomes, lost }, "");
  return found;
}

/** What a row of a table is known by, so that a row more does not make every other one look changed. */
function nameOf(value: unknown): string | null {
  if (typeof value !== "object" || value === null) return null;
  const named = value as Readonly<Record<string, unknown>>;
  const name = named.outcome ?? named.dimension ?? named.group ?? named.role ?? named.month ?? named.reason ?? named.label;
  return typeof name === "string" ? name : null;
}
