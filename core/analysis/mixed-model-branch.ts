import type { ClusterProducts } from "../statistics/cluster-products.ts";
import {
  type InterceptStatistics,
  interceptStatistics,
  predictedIntercepts,
  type RandomIntercept,
  randomIntercept,
} from "../statistics/random-intercept.ts";
import { kenwardRoger, satterthwaiteDf } from "../statistics/random-intercept-df.ts";
import type { Branch } from "./describe-pairs.ts";

/** The random-intercept model under its keys (conformance, section 9); nothing where every practice has a single pair. */
export function mixedModelBranch(products: ClusterProducts, nurse: number): Branch {
  const statistics = interceptStatistics(products);
  if (products.clusters.length >= statistics.n) return {};
  const fit = randomIntercept(statistics);
  if (fit === null) return { lmm: { reason: "every follow-up is predicted without error" } };
  return { lmm: fittedBranch(products, { statistics, fit, nurse }) };
}

function fittedBranch(
  products: ClusterProducts,
  { statistics, fit, nurse }: { statistics: InterceptStatistics; fit: RandomIntercept; nurse: number },
): Branch {
  const intercepts = predictedIntercepts(products, fit);
  return {
    theta: fit.theta,
    sigma2: fit.sigma2,
    tau2: fit.tau2,
    icc: fit.theta ** 2 / (1 + fit.theta ** 2),
    reml_criterion: fit.remlCriterion,
    singular: fit.theta === 0,
    beta: [...fit.beta],
    se: fit.standardErrors,
    df_satterthwaite_nurse: satterthwaiteDf(statistics, fit, nurse),
    blup: Object.fromEntries(products.clusters.map((practice, cluster) => [practice, intercepts[cluster]])),
    ...kenwardRogerKeys(statistics, fit, nurse),
  };
}

function kenwardRogerKeys(statistics: InterceptStatistics, fit: RandomIntercept, nurse: number): Branch {
  const adjusted = kenwardRoger(statistics, fit, nurse);
  return adjusted === null ? {} : { kenward_roger: { se_nurse: adjusted.standardError, df_nurse: adjusted.df } };
}
