/** What first columns of tables are called. */
export const rowHeads = { place: "Place", comparison: "Way of comparing" } as const;
