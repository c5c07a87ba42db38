import { type EffectSizes, effectSizes } from "../statistics/effect-sizes.ts";
import { type PairCount, type PairedChange, pairedChange } from "../statistics/paired-change.ts";
import type { AnalysedInstrument } from "./analysed-instruments.ts";
import { clinicalOutcomes } from "./clinical-outcomes.ts";

/** A branch of the results: every leaf is a number, a text, a truth value or `null`, never NaN and never infinite. */
export type Branch = { readonly [key: string]: unknown };

/** Paired descriptives, effect sizes and outcomes of one joint table, under the keys of the conformance cases (sections 3 to 5). */
export function describePairs(instrument: AnalysedInstrument, pairs: readonly PairCount[]): Branch {
  const change = pairedChange(pairs);
  if (change.n === 0) return { n: 0 };
  const sizes = effectSizes(change);
  return {
    n: change.n,
    ...centre(change),
    ...(sizes === null ? {} : { ...spread(change), ...sizeKeys(change, sizes) }),
    outcomes: clinicalOutcomes(instrument, pairs),
  };
}

function centre(change: PairedChange): Branch {
  return {
    mean_baseline: change.meanBaseline,
    mean_followup: change.meanFollowUp,
    mean_change: change.meanChange,
    median_change: change.medianChange,
    q25_change: change.lowerQuartileChange,
    q75_change: change.upperQuartileChange,
    median_baseline: change.medianBaseline,
    median_followup: change.medianFollowUp,
  };
}

function spread(change: PairedChange): Branch {
  return {
    sd_baseline: change.sdBaseline,
    sd_followup: change.sdFollowUp,
    sd_change: change.sdChange,
    se_change: change.seChange,
    df: change.n - 1,
    ci95_change: change.ci95Change,
    t: change.t,
    p_two_sided: change.pTwoSided,
    r: change.r,
  };
}

function sizeKeys({ dZ }: PairedChange, sizes: EffectSizes): Branch {
  return {
    d_z: dZ,
    srm: dZ,
    d_z_ci95_nct: sizes.dZInterval ?? [null, null],
    g_z: sizes.gZ,
    hedges_J: sizes.hedgesFactor,
    d_av: sizes.dAv,
    d_av_ci95: sizes.dAvInterval ?? [null, null],
    g_av: sizes.gAv,
    d_rms: sizes.dRms,
    kazis_es: sizes.kazis,
    ...borensteinKeys(sizes.borenstein),
  };
}

function borensteinKeys(measures: EffectSizes["borenstein"]): Branch {
  if (measures === null) return {};
  const { d, variance, factor, g, gInterval } = measures;
  return { d_rm: d, d_rm_var: variance, g_rm_J_approx: factor, g_rm: g, g_rm_ci95: gInterval };
}
