/**
 * The columns of the lake's tables as the catalogue has them, in the order in which the files do (`test/lib/evaluators.test.ts` compares them
 * with `core/lake/lake-tables.ts`). The month is the folder.
 */
const aboutEpisode = {
  icb: "string",
  pcn: "string",
  practice: "string",
  episode: "int",
  role: "string",
  delivered_by: "string",
  activity: "string",
  age_band: "string",
  sex: "string",
  ethnicity: "string",
  imd_quintile: "int",
} as const;

export const catalogueColumns: Readonly<Record<"episodes" | "outcomes", Readonly<Record<string, string>>>> = {
  episodes: {
    ...aboutEpisode,
    accepted: "int",
    declined: "int",
    started: "int",
    completed: "int",
    lost: "int",
    lost_reason: "string",
  },
  outcomes: {
    ...aboutEpisode,
    measure: "string",
    baseline: "double",
    follow_up: "double",
    days: "int",
    due_month: "string",
  },
};
