/** What key numbers say of themselves. */
export const keyWords = {
  people: "people with scores before and after",
  peopleOf: (share: string) => `people with scores before and after (${share} of those referred)`,
  points: (change: string) => `${change} points`,
  change: (measure: string, interval: string) => `average change in ${measure} (95% interval ${interval})`,
  outcome: (measure: string, better: string, interval: string) =>
    `average change in ${measure}, ${better} is better (95% interval ${interval})`,
  few: "Too few",
  confidentialOf: (measure: string) => `the average change in ${measure} is confidential here`,
  fewOf: (measure: string) => `people with ${measure} before and after for a key number`,
} as const;
