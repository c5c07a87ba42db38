import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files of a minute and more, on a machine that has run none yet: begun first, so that none of them runs alone at the end. */
const long =
  /test\/(simulation\/nights|end-to-end\/newcomer|reports\/(extremes|browser)|functions\/fill-in\/browser|local\/operator-functions)\.test\.ts$/;

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return [...sorted.filter(({ moduleId }) => long.test(moduleId)), ...sorted.filter(({ moduleId }) => !long.test(moduleId))];
  }
}

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    setupFiles: ["test/support/quiet-console.ts", "test/support/property-runs.ts"],
    env: { TZ: "Europe/London" },
    testTimeout: 30_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    sequence: { sequencer: LongFirst },
  },
});
