import { describe, expect, it } from "vitest";
import { discloseChanges } from "../../../core/disclosure/disclose-changes.ts";
import { national, subnational } from "../../../core/disclosure/profile.ts";
import { foldVersion } from "../../../core/episodes/contribution.ts";
import { emptyLedger } from "../../../core/ledger.ts";
import { ledgerStatistic } from "../../../core/night/ledger-keys.ts";
import { countsOf, type PlaceCounts } from "../../../core/place-counts.ts";
import type { PlaceStatistics } from "../../../core/place-statistics.ts";
import { mergeStatistics, type Statistic, statisticKey } from "../../../core/statistic.ts";
import { inventedPlace } from "../../support/invented-place.ts";

/** A month of so many referrals, of whom so many have a first score and both scores. */
function monthOf(referred: number, { first = 0, both = 0 }: { first?: number; both?: number } = {}): Statistic {
  return new Map([
    [statisticKey("flow", "gp", "arts", "referred"), referred],
    [statisticKey("single", "phq-9", "gp", "arts", 12, "2026-12"), first - both],
    [statisticKey("pair", "phq-9", "gp", "arts", 12, 7), both],
  ]);
}

function placeWith(months: PlaceStatistics["months"], counted?: PlaceCounts, ...more: readonly Statistic[]): PlaceStatistics {
  const statistic = mergeStatistics([...months.map((month) => month.statistic), ...more]);
  const place = { ...inventedPlace("pcn", statistic), months, period: { from: months[0]?.month ?? "", to: months.at(-1)?.month ?? "" } };
  const since = counted === undefined ? {} : { since: { run: 4, drawnOn: "2026-11-21", counted } };
  return { ...place, provenance: { ...place.provenance, methodVersion: 2, ...since } };
}

const before = countsOf(placeWith([{ month: "2026-09", statistic: monthOf(100, { first: 80, both: 30 }) }]), {
  foldVersion,
  methodVersion: 2,
});
const shown = (value: number) => ({ kind: "value", value });

describe("what is different since a place's pages were last drawn", () => {
  it("is nothing to tell where they never were", () => {
    expect(discloseChanges(placeWith([{ month: "2026-09", statistic: monthOf(10) }]), national)).toBeNull();
  });

  it("tells new months from late referrals, and more scores from fewer, exactly for England", () => {
    const now = placeWith(
      [
        { month: "2026-09", statistic: monthOf(112, { first: 85, both: 41 }) },
        { month: "2026-10", statistic: monthOf(20, { first: 3 }) },
      ],
      before,
    );
    const changes = discloseChanges(now, national);

    expect(changes?.since).toEqual({ run: 4, on: "2026-11-21" });
    expect(changes?.causes.slice(0, 3)).toEqual([
      { cause: "new-referrals", n: shown(20) },
      { cause: "late-referrals", n: shown(12) },
      { cause: "removed-referrals", n: shown(0) },
    ]);
    expect(changes?.outcomes).toEqual([
      { outcome: "depression", firstScores: { direction: "more", n: shown(8) }, bothScores: { direction: "more", n: shown(11) } },
    ]);
    expect(changes).toMatchObject({ rulesChanged: false, joined: [], left: [] });
  });

  it("counts corrections, withdrawals and people who opted out from the ledger of what was kept", () => {
    const ledger = ledgerStatistic([
      { ...emptyLedger, received: 40, used: 15, superseded: 14, excluded: 11 },
      ...Array.from({ length: 9 }, () => ({ ...emptyLedger, received: 4, excluded: 4 })),
    ]);
    const now = placeWith([{ month: "2026-09", statistic: monthOf(88, { first: 70, both: 30 }) }], before, ledger);

    expect(Object.fromEntries(discloseChanges(now, national)?.causes.map(({ cause, n }) => [cause, n]) ?? [])).toEqual({
      ...{ "new-referrals": shown(0), "late-referrals": shown(0), "removed-referrals": shown(12) },
      ...{ corrections: shown(14), withdrawals: shown(11), "opt-outs": shown(9) },
    });
    expect(discloseChanges(now, subnational)?.outcomes[0]?.firstScores).toEqual({ direction: "fewer", n: shown(10) });
  });

  it("shows below national level neither a difference of one to seven nor which way it goes", () => {
    const now = placeWith([{ month: "2026-09", statistic: monthOf(103, { first: 79, both: 30 }) }], before);
    const changes = discloseChanges(now, subnational);

    expect(changes?.causes[1]).toEqual({ cause: "late-referrals", n: { kind: "suppressed" } });
    expect(changes?.outcomes[0]?.firstScores).toEqual({ direction: "unclear", n: { kind: "suppressed" } });
    expect(changes?.outcomes[0]?.bothScores).toEqual({ direction: "same", n: shown(0) });
  });

  it("names organisations that came and went, and says when the rules are others", () => {
    const older = { ...before, foldVersion: foldVersion - 1, below: ["X99001", "A81009"] };
    const changes = discloseChanges(placeWith([{ month: "2026-09", statistic: monthOf(100) }], older), subnational);
    const below = inventedPlace("pcn", new Map()).below.map(({ code }) => code);

    expect(changes).toMatchObject({ rulesChanged: true, joined: below.filter((code) => code !== "X99001"), left: ["A81009"] });
  });
});
