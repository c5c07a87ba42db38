import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { analysedIndex, analysedInstruments } from "../../../core/analysis/analysed-instruments.ts";
import { cleanSurveys } from "../../../core/analysis/clean-surveys.ts";
import { headFacts } from "../../../core/analysis/head-facts.ts";
import { pairedProducts } from "../../../core/analysis/model-design.ts";
import { modelRows } from "../../../core/analysis/model-rows.ts";
import { pairSurveys } from "../../../core/analysis/pair-surveys.ts";
import { dayOf } from "../../../core/analysis/survey-tails.ts";
import { bellMcCaffrey } from "../../../core/statistics/bell-mccaffrey.ts";
import { productsOf } from "../../../core/statistics/cluster-products.ts";
import { clusterRobust } from "../../../core/statistics/cluster-robust.ts";
import { leastSquares } from "../../../core/statistics/least-squares.ts";
import { interceptStatistics, predictedIntercepts, randomIntercept } from "../../../core/statistics/random-intercept.ts";
import { tableOf } from "./long-files.ts";

function evidenceProducts(instrument: string) {
  const table = tableOf(readFileSync(new URL("../../golden/evidence.csv", import.meta.url), "utf8"));
  const facts = headFacts(table);
  const baselines = pairSurveys(cleanSurveys(table).surveys, (head) => dayOf(facts.text(head, "referral_date")));
  const columns = baselines.get(analysedIndex(instrument));
  if (columns === undefined) throw new Error("the evidence holds the instrument");
  const rows = modelRows(columns, facts);
  return pairedProducts(
    rows,
    rows.columns.map((_, column) => column),
  );
}

describe("stored cross-products", () => {
  it("give the ANCOVA, CR1, CR2 and mixed model of the raw rows, to the last bit", () => {
    for (const { id } of analysedInstruments.filter(({ key }) => key === "PHQ9" || key === "GAD7")) {
      const raw = evidenceProducts(id);
      const stored = productsOf(raw.columns, new Map(raw.clusters.map((name, cluster) => [name, raw.at(cluster).slice()])));
      const [fit, again] = [leastSquares(raw), leastSquares(stored)];
      if (fit === null || again === null) throw new Error("the evidence can be fitted");

      expect(again).toEqual(fit);
      expect(clusterRobust(stored, again)).toEqual(clusterRobust(raw, fit));
      expect(bellMcCaffrey(stored, again)).toEqual(bellMcCaffrey(raw, fit));
      const [mixed, mixedAgain] = [randomIntercept(interceptStatistics(raw)), randomIntercept(interceptStatistics(stored))];
      expect(mixedAgain).toEqual(mixed);
      if (mixed !== null) expect(predictedIntercepts(stored, mixed)).toEqual(predictedIntercepts(raw, mixed));
    }
  });

  it("are whole numbers, so that practices merge in any order", () => {
    const { total } = evidenceProducts("phq-9");

    expect(total.every((value) => Number.isInteger(value))).toBe(true);
  });
});
