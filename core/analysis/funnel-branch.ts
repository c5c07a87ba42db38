import { type Funnel, type FunnelLimits, funnel } from "../statistics/funnel.ts";
import type { AnalysedInstrument } from "./analysed-instruments.ts";
import { compareTexts } from "./compare-texts.ts";
import type { Branch } from "./describe-pairs.ts";
import type { HeadFacts } from "./head-facts.ts";
import { type Baselines, noFollowUp } from "./pair-surveys.ts";

/** Reliable improvement by practice as a funnel (conformance, section 6), or why there is none. */
export function funnelBranch(instrument: AnalysedInstrument, baselines: Baselines, facts: HeadFacts): Branch {
  const practices = improvementByPractice(instrument, baselines, facts);
  const result = funnel(practices);
  if ("reason" in result) return { I: practices.length, reason: result.reason };
  return {
    target: result.target,
    I: practices.length,
    practices: practices.map(({ practice }) => practice),
    x: practices.map(({ x }) => x),
    n: practices.map(({ n }) => n),
    ...funnelKeys(result),
  };
}

type PracticeCount = { readonly practice: string; readonly x: number; readonly n: number };

function improvementByPractice(instrument: AnalysedInstrument, baselines: Baselines, facts: HeadFacts): readonly PracticeCount[] {
  const counts = new Map<number, { practice: string; x: number; n: number }>();
  for (let row = 0; row < baselines.count; row++) {
    const followUp = baselines.last.score[row] ?? noFollowUp;
    if (followUp === noFollowUp) continue;
    const head = baselines.head[row] ?? 0;
    const code = facts.practice[head] ?? 0;
    const count = counts.get(code) ?? { practice: facts.text(head, "practice"), x: 0, n: 0 };
    counts.set(code, count);
    count.n++;
    const gain = instrument.better * (followUp - (baselines.score[row] ?? 0));
    if (gain >= (instrument.reliableChange ?? Number.POSITIVE_INFINITY)) count.x++;
  }
  return [...counts.values()].sort((a, b) => compareTexts(a.practice, b.practice));
}

function funnelKeys(result: Funnel): Branch {
  return {
    z: result.z,
    winsor_limits: result.winsorLimits,
    z_winsorised: result.zWinsorised,
    phi_unwinsorised: result.phiUnwinsorised,
    phi: result.phi,
    phi_p: result.phiP,
    tau2: result.tau2,
    limits_normal: limitKeys(result.limits.normal),
    limits_exact_binomial: limitKeys(result.limits.exactBinomial),
    limits_multiplicative: limitKeys(result.limits.multiplicative),
    limits_additive: limitKeys(result.limits.additive),
    z_multiplicative: result.zMultiplicative,
    z_additive: result.zAdditive,
    arcsine: {
      z: result.arcsine.z,
      winsor_limits: result.arcsine.winsorLimits,
      phi: result.arcsine.phi,
      tau2: result.arcsine.tau2,
      limits_additive: limitKeys(result.arcsine.limitsAdditive),
    },
  };
}

function limitKeys(limits: FunnelLimits): Branch {
  return { l998: limits.lower998, l95: limits.lower95, u95: limits.upper95, u998: limits.upper998 };
}
