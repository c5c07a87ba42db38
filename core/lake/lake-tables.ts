import { canonicalJson } from "../canonical-json.ts";
import { type Column, cellsOf, type DatasetTable } from "../dataset/column.ts";
import { type Contribution, flowSteps, type OutcomeContribution } from "../episodes/contribution.ts";

/** A change to what a row holds: every file is then written anew. */
export const lakeVersion = 1;

/** A contribution with the places above its practice, and its number among those of its practice-month: what joins its rows, and names nobody. */
export type LakeEpisode = { readonly contribution: Contribution; readonly pcn: string; readonly icb: string; readonly episode: number };

type Outcome = LakeEpisode & { readonly measure: string; readonly outcome: OutcomeContribution };

const aboutEpisode: readonly Column<LakeEpisode>[] = [
  { name: "icb", type: "string", meaning: "ODS code of the integrated care board, `unknown` where there is none", of: ({ icb }) => icb },
  { name: "pcn", type: "string", meaning: "ODS code of the primary care network, `unknown` where there is none", of: ({ pcn }) => pcn },
  { name: "practice", type: "string", meaning: "ODS code of the practice", of: ({ contribution }) => contribution.practice },
  {
    name: "episode",
    type: "integer",
    meaning:
      "number of the referral within its practice and month: it joins the two tables, and is another one whenever the file is written",
    of: ({ episode }) => episode,
  },
  { name: "role", type: "string", meaning: "who referred", of: ({ contribution }) => contribution.role },
  {
    name: "delivered_by",
    type: "string",
    meaning: "who carried out the link worker's part",
    of: ({ contribution }) => contribution.deliveredBy,
  },
  { name: "activity", type: "string", meaning: "what was taken up", of: ({ contribution }) => contribution.activity },
  { name: "age_band", type: "string", meaning: "age in years at the referral", of: ({ contribution }) => contribution.ageBand },
  { name: "sex", type: "string", meaning: "F, M, X or unknown", of: ({ contribution }) => contribution.sex },
  { name: "ethnicity", type: "string", meaning: "ethnic category of the 2001 census", of: ({ contribution }) => contribution.ethnicity },
  {
    name: "imd_quintile",
    type: "integer",
    meaning: "fifth of deprivation, 1 the most deprived; empty where not known",
    of: ({ contribution }) => contribution.imdQuintile,
  },
];

const stepColumns = flowSteps
  .filter((step) => step !== "referred")
  .map((step): Column<LakeEpisode> => {
    return {
      name: step,
      type: "integer",
      meaning: `1 where ${step}, else 0`,
      of: ({ contribution }) => Number(contribution.steps.includes(step)),
    };
  });

const lostReason: Column<LakeEpisode> = {
  name: "lost_reason",
  type: "string",
  meaning: "why they were lost, as one of a closed list; empty for whoever was not",
  of: ({ contribution }) => contribution.lostReason,
};

const aboutOutcome: readonly Column<Outcome>[] = [
  { name: "measure", type: "string", meaning: "an instrument, or a part of one", of: ({ measure }) => measure },
  { name: "baseline", type: "number", meaning: "score at the baseline", of: ({ outcome }) => outcome.baseline },
  {
    name: "follow_up",
    type: "number",
    meaning: "score at the last follow-up; empty where there is none",
    of: ({ outcome }) => outcome.followUp,
  },
  { name: "days", type: "integer", meaning: "days from baseline to follow-up", of: ({ outcome }) => outcome.days },
  { name: "due_month", type: "string", meaning: "month in which a follow-up is due", of: ({ outcome }) => outcome.dueMonth },
];

/** The columns of each table of the lake, as they stand in its files. The month is the folder. */
export const lakeColumns = {
  episodes: [...aboutEpisode, ...stepColumns, lostReason],
  outcomes: [...(aboutEpisode as readonly Column<Outcome>[]), ...aboutOutcome],
} as const satisfies { episodes: readonly Column<LakeEpisode>[]; outcomes: readonly Column<Outcome>[] };

export type LakeTableName = keyof typeof lakeColumns;
export const lakeTableNames: readonly LakeTableName[] = ["episodes", "outcomes"];

/** What one practice brings to the lake for one month. */
export type LakePractice = {
  readonly practice: string;
  readonly pcn: string;
  readonly icb: string;
  readonly contributions: readonly Contribution[];
};

/** The two tables of a month and an ICB. The same contributions give the same rows, in whatever order they were read. */
export function lakeTables(practices: readonly LakePractice[]): Readonly<Record<LakeTableName, Pick<DatasetTable, "columns" | "rows">>> {
  const inOrder = practices.toSorted((a, b) => (a.practice < b.practice ? -1 : 1));
  const episodes = inOrder.flatMap(({ pcn, icb, contributions }) =>
    sorted(contributions).map((contribution, index): LakeEpisode => ({ contribution, pcn, icb, episode: index + 1 })),
  );
  const outcomes = episodes.flatMap((episode) =>
    Object.entries(episode.contribution.outcomes)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([measure, outcome]): Outcome => ({ ...episode, measure, outcome })),
  );
  return {
    episodes: { columns: lakeColumns.episodes, rows: cellsOf(lakeColumns.episodes, episodes) },
    outcomes: { columns: lakeColumns.outcomes, rows: cellsOf(lakeColumns.outcomes, outcomes) },
  };
}

// by their own text, so that neither the store's order nor anybody's key is in the file
function sorted(contributions: readonly Contribution[]): readonly Contribution[] {
  const texts = contributions.map((contribution) => ({ contribution, text: canonicalJson(contribution) }));
  return texts.sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0)).map(({ contribution }) => contribution);
}
