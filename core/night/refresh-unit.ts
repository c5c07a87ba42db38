import { statisticKeys } from "../episodes/contribution.ts";
import type { DerivedStore, Mark, StatisticChange } from "../ports/derived.ts";
import type { Digest } from "../ports/digest.ts";
import type { Pause } from "../ports/pause.ts";
import { countKeys, mergeStatistics, statisticText } from "../statistic.ts";
import { sumTexts } from "../statistic-texts.ts";
import { Busy } from "./busy.ts";
import { ledgerStatistic, withoutPeople } from "./ledger-keys.ts";
import type { Run } from "./open-run.ts";
import { placeAbove } from "./pinned-organisations.ts";
import type { Standing } from "./standing.ts";
import { type Unit, unitName } from "./unit.ts";

/** What refreshing needs from outside. */
export type RefreshPorts = {
  readonly derived: DerivedStore;
  readonly digest: Digest;
  readonly pause: Pause;
  /** Folds again every episode of a practice-month whose contribution was made by older rules. */
  readonly refold?: ((unit: Unit) => Promise<void>) | undefined;
};

/** How often a unit is begun again when another run gets in between, before the step fails and is itself repeated. */
const attempts = 8;

/** A newer run has moved the unit to another parent: this run works from an outdated hierarchy and must not go on. */
export class OutrunError extends Error {
  override readonly name = "OutrunError";
}

/**
 * Recomputes one unit from what stands under it, whatever the reason: protocol P.
 *
 * The order is the protocol, and the model check in `test/model` shows what each exchange of two lines loses: version and marks are
 * read before the data, the write names the version, and exactly the marks that were read are deleted. The version rises even when
 * the statistic did not change; only the mark of the parent may be spared then.
 */
export async function refreshUnit(unit: Unit, run: Run, { derived, digest, pause, refold }: RefreshPorts): Promise<void> {
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const before = await derived.standingOf(unit);
    const marks = await derived.marksOf(unit);
    const text = await textOf(unit, run, derived);
    if (text !== null) {
      if (await derived.keep(changeOf({ unit, run, before, text, hash: digest(text) }))) return derived.clear(marks);
      await pause(attempt);
    } else if (refold === undefined)
      throw new Error(`refreshing ${unitName(unit)} requires its episodes to be folded by the rules of this code`);
    else await refold(unit);
  }
  throw new Busy(`refreshing ${unitName(unit)} requires a moment without rivals; ${attempts} attempts found none`);
}

/**
 * The text of the statistic: of a practice-month from its contributions, of any other unit from what stands under it: summed anew, never added to. Contributions
 * by older rules are never summed with newer ones: the whole unit is then to be read again, marks and all, once its episodes are folded anew.
 */
async function textOf(unit: Unit, run: Run, derived: DerivedStore): Promise<string | null> {
  if (unit.level !== "practice") return sumTexts((await derived.childrenOf(unit)).map(({ text }) => text));
  const episodes = await derived.episodesOf(unit);
  const contributions = episodes.flatMap(({ contribution }) => contribution ?? []);
  if (!contributions.every(({ fold }) => fold === run.foldVersion)) return null;
  const ledger = ledgerStatistic(
    episodes.map(({ tally }) => tally),
    unit.month,
  );
  return statisticText(
    contributions.length === 0 ? withoutPeople(ledger) : mergeStatistics([countKeys(contributions.flatMap(statisticKeys)), ledger]),
  );
}

type Recomputed = {
  readonly unit: Unit;
  readonly run: Run;
  readonly before: Standing | null;
  readonly text: string;
  readonly hash: string;
};

function changeOf({ unit, run, before, text, hash }: Recomputed): StatisticChange {
  const above = placeAbove(run.snapshot.organisations, unit.code);
  const leaves = before !== null && before.parent !== (above?.code ?? "") ? before : null;
  if (leaves !== null && leaves.gen > run.gen) throw new OutrunError(`run ${run.gen} requires the newest hierarchy for ${unitName(unit)}`);
  const ver = (before?.ver ?? 0) + 1;
  const markOf = (code: string, level: Unit["level"]): Mark => ({ level, code, month: unit.month, id: `${unit.code}.${ver}` });
  return {
    unit,
    readVer: before?.ver ?? 0,
    standing: {
      ver,
      parent: above?.code ?? "",
      parentLevel: above?.level ?? null,
      hash,
      foldVersion: run.foldVersion,
      methodVersion: run.methodVersion,
      gen: Math.max(run.gen, before?.gen ?? 0),
    },
    text,
    organisationSnapshot: run.organisationSnapshot,
    parentMarks: [
      ...(above !== null && (leaves !== null || before?.hash !== hash) ? [markOf(above.code, above.level)] : []),
      ...(leaves?.parentLevel ? [markOf(leaves.parent, leaves.parentLevel)] : []),
    ],
    leaves: leaves?.parent ?? null,
  };
}
