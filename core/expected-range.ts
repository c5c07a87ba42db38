import * as z from "zod";

/**
 * What share of people is expected to improve at a practice, by outcome: that of everybody in England, and how far practices differ beyond chance
 * (variance on the scale of asin √p). The range for a practice follows from both and from its size.
 */
export const expectedRanges = z.record(z.string(), z.object({ target: z.number(), tau2: z.number() }));
export type ExpectedRanges = Readonly<z.infer<typeof expectedRanges>>;

/** The ranges of one month of drawing: they are worked out once in it and stay, so that no practice's page moves with the others. */
export const monthsRanges = z.object({ asOf: z.string(), ranges: expectedRanges });
export type MonthsRanges = Readonly<z.infer<typeof monthsRanges>>;
