/**
 * What a night asks of the stores, as `hearten bench night` counts it (100,000 referrals: 278 practices with 24 months each). The bench prints these
 * counts of every run, so that whoever changes a night sees what this must say.
 */
export const counted = {
  /** Read request units for each practice-month that has changed: it, its sums, what is read to show and to check them. */
  readUnitsOfUnit: 144,
  /** Write request units of the practice-month itself: its statistic, its version and the mark of its network, in a transaction. */
  writeUnitsOfUnit: 10,
  /** Read request units to look at how one place stands in 24 months: some 130 bytes each. */
  readUnitsOfLooking: 1,
  /** How often a night looks: planning, each of three levels above the practices, planning pages, and twice when it is verified: board by board, and then all of them. */
  looks: 7,
  /** Calls that write an object where a place is drawn anew, and where one of its outcomes has changed, with its entry in the manifest. */
  objectsOfPlace: 123,
  objectsOfChapter: 31,
  /** Seconds of processor time for one place: read and tabulated with all others before any is drawn, and read again, with the heads of its files, when it is verified. */
  secondsToPlan: 0.1,
  secondsToVerify: 0.4,
} as const;
