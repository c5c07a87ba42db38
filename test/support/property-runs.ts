import fc from "fast-check";

/**
 * The same cases in every run of the suite, so that what lands was not luck, and other cases whenever asked: `npm run properties` draws a new seed,
 * prints it and looks at more cases; `PROPERTY_SEED` and `PROPERTY_CASES` set them. A failure is repaired, and its case kept as a test of its own.
 */
fc.configureGlobal({
  seed: Number(process.env.PROPERTY_SEED ?? 20_261_122),
  ...(process.env.PROPERTY_CASES === undefined ? {} : { numRuns: Number(process.env.PROPERTY_CASES) }),
});
