/** What must be believed for wellbeing to be turned into money. Nothing here has a default: each is somebody's judgement, with their name on it. */
export type WellbyAssumptions = {
  readonly people: number;
  /** How long the difference lasts at its full size. */
  readonly years: number;
  /** The share of the measured difference that was caused by what is valued: 1 only for a design that earns it. */
  readonly causalShare: number;
  /** The share that would have come about anyway. */
  readonly deadweight: number;
  /** The share that others brought about. */
  readonly attributionToOthers: number;
  /** The share lost with each further year. */
  readonly dropOffPerYear: number;
  /** What a point of life satisfaction for a person for a year is worth (HM Treasury 2021: 13,000, range 10,000 to 16,000, in 2019 prices). */
  readonly poundsPerWellby: number;
};

/** Wellbeing-years and their value, in the prices of `poundsPerWellby`. */
export type WellbyValue = { readonly wellbys: number; readonly pounds: number };

/**
 * A difference in life satisfaction (points on 0 to 10) as wellbeing-years and pounds (HM Treasury, Wellbeing Guidance for Appraisal, 2021).
 * R: `d * people * causal * (1 - deadweight) * (1 - others) * sum(pmin(1, pmax(0, years - 0:49)) * (1 - drop)^(0:49))`.
 */
export function wellbyValue(points: number, assumptions: WellbyAssumptions): WellbyValue {
  const { people, years, causalShare, deadweight, attributionToOthers, dropOffPerYear, poundsPerWellby } = assumptions;
  let lasting = 0;
  for (let year = 0; year < years; year++) lasting += Math.min(1, years - year) * (1 - dropOffPerYear) ** year;
  const wellbys = points * people * causalShare * (1 - deadweight) * (1 - attributionToOthers) * lasting;
  return { wellbys, pounds: wellbys * poundsPerWellby };
}
