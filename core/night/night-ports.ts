import type { CivilDate } from "../civil-date.ts";
import type { ChangesOfPractice } from "../disclosure/expected-ranges.ts";
import type { CountedPlace, TablesOfPlace } from "../disclosure/hide-generation.ts";
import { foldVersion } from "../episodes/contribution.ts";
import type { ExpectedRanges } from "../expected-range.ts";
import type { Level } from "../organisations/organisation.ts";
import type { PlaceFile } from "../place-report.ts";
import type { HiddenCells } from "../place-statistics.ts";
import type { DerivedStore } from "../ports/derived.ts";
import type { Digest } from "../ports/digest.ts";
import type { Pause } from "../ports/pause.ts";
import type { ReportStore } from "../ports/report-store.ts";
import type { Statistic } from "../statistic.ts";
import { asOfDate } from "./london-date.ts";
import type { DrawingRules } from "./place-inputs.ts";
import type { Unit } from "./unit.ts";
import { methodVersion } from "./versions.ts";

/** What every step of a night is given. */
export type NightPorts = {
  readonly derived: DerivedStore;
  readonly reports: ReportStore;
  readonly digest: Digest;
  readonly pause: Pause;
  /** The hash of the code that runs. */
  readonly codeVersion: string;
  /** Folds again every episode of a practice-month whose contribution was made by older rules: only what refreshes needs it. */
  readonly refold?: ((unit: Unit) => Promise<void>) | undefined;
};

/** What the steps that plan and check pages know of drawing: by which rules, and what all pages share. */
export type DrawingFacts = {
  readonly profileOf: (level: Level) => { readonly movesBy: number };
  readonly siteFiles: () => readonly PlaceFile[];
  /** How many places drawn anew are checked together at most, but for those of one board; 150, where nothing is said. */
  readonly checkedTogether?: number | undefined;
} & {
  /** The cells that each place must hide when all of them are read side by side; pages are guarded one by one where it is not given. */
  readonly hideGeneration?: HideGeneration | undefined;
};

/** Reads a whole generation before anything of it is drawn: place after place into its tables, and then all of one name at once; and what is hidden of a place of which some families are not seen. */
export type HideGeneration = {
  readonly unseen: (families: ReadonlySet<string>, rules: { readonly asOf: CivilDate }) => HiddenCells;
  readonly reader: (rules: { readonly asOf: CivilDate }) => (place: CountedPlace) => TablesOfPlace;
  readonly tables: readonly string[];
  readonly hideTable: (name: string, places: readonly TablesOfPlace[]) => ReadonlyMap<string, readonly string[]>;
  /** How many people of a practice improved, and the range that all practices together let expect, unless `hidden` hides it of England. */
  readonly changes: (practice: Statistic, rules: { readonly asOf: CivilDate }) => ChangesOfPractice;
  readonly expected: (practices: readonly ChangesOfPractice[], hidden: HiddenCells) => ExpectedRanges;
};

/** The rules by which a run of that day draws. */
export function drawingRules(
  { codeVersion, profileOf }: Pick<NightPorts & DrawingFacts, "codeVersion" | "profileOf">,
  civilDate: CivilDate,
): DrawingRules {
  return { asOf: asOfDate(civilDate), foldVersion, methodVersion, codeVersion, profileOf };
}
