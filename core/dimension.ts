/** What people may be compared by besides who referred them; fixed beforehand, and all of them are shown. */
export const dimensions = ["activity", "age", "sex", "imd", "ethnicity"] as const;
export type Dimension = (typeof dimensions)[number];
