import type { ClusterProducts } from "../statistics/cluster-products.ts";
import {
  type InterceptStatistics,
  interceptStatistics,
  predictedIntercepts,
  type RandomIntercept,
  randomIntercept,
} from "../statistics/random-intercept.ts";
import { kenwardRoger, satterthwaiteDf } from "../statistics/random-intercept-df.ts";
import { studentQuantile } from "../statistics/student-t.ts";
import type { Branch } from "./describe-pairs.ts";
import { reasons } from "./reasons.ts";

/** The random-intercept model under its keys (conformance, section 9); nothing where every practice has a single pair. */
export function mixedModelBranch(products: ClusterProducts, nurse: number): Branch {
  const statistics = interceptStatistics(products);
  if (products.clusters.length >= statistics.n) return {};
  const fit = randomIntercept(statistics);
  if (fit === null) return { lmm: { reason: reasons.noResiduals } };
  return { lmm: fittedBranch(products, { statistics, fit, nurse }) };
}

function fittedBranch(
  products: ClusterProducts,
  { statistics, fit, nurse }: { statistics: InterceptStatistics; fit: RandomIntercept; nurse: number },
): Branch {
  const intercepts = predictedIntercepts(products, fit);
  const df = satterthwaiteDf(statistics, fit, nurse);
  return {
    theta: fit.theta,
    sigma2: fit.sigma2,
    tau2: fit.tau2,
    icc: fit.theta ** 2 / (1 + fit.theta ** 2),
    reml_criterion: fit.remlCriterion,
    singular: fit.theta === 0,
    beta: [...fit.beta],
    se: fit.standardErrors,
    nurse_estimate: fit.beta[nurse] ?? null,
    nurse_ci95: df === null ? [null, null] : nurseInterval(fit, nurse, df),
    df_satterthwaite_nurse: df,
    blup: Object.fromEntries(products.clusters.map((practice, cluster) => [practice, intercepts[cluster]])),
    ...kenwardRogerKeys(statistics, fit, nurse),
  };
}

// degrees of freedom of next to nothing bound nothing
function nurseInterval(
  { beta, standardErrors }: RandomIntercept,
  nurse: number,
  df: number,
): readonly [number, number] | readonly [null, null] {
  const half = studentQuantile(0.975, df) * (standardErrors[nurse] ?? 0);
  if (!Number.isFinite(half)) return [null, null];
  return [(beta[nurse] ?? 0) - half, (beta[nurse] ?? 0) + half];
}

function kenwardRogerKeys(statistics: InterceptStatistics, fit: RandomIntercept, nurse: number): Branch {
  const adjusted = kenwardRoger(statistics, fit, nurse);
  return adjusted === null ? {} : { kenward_roger: { se_nurse: adjusted.standardError, df_nurse: adjusted.df } };
}
