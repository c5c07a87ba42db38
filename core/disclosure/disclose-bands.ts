import type { Instrument } from "../instruments/instrument.ts";
import type { BandMove, BandTable } from "../place-report.ts";
import { bandCell, bandsOf } from "./band-cells.ts";
import { shareOf, shownCell, type Table } from "./shown-cell.ts";

/** Severity bands before and after, as they may be shown; `null` where the instrument has none. */
export function discloseBands(instrument: Instrument, table: Table): BandTable | null {
  const bands = bandsOf(instrument);
  if (bands.length < 2) return null;
  const move = (part: string, of: string): BandMove => ({ n: shownCell(table, part), percent: shareOf(table, part, of) });
  return {
    n: shownCell(table, "n"),
    rows: bands.map((band, before) => ({
      ...band,
      n: shownCell(table, bandCell(before)),
      cells: bands.map((_, after) => move(bandCell(before, after), bandCell(before))),
    })),
    lower: move("lower band", "n"),
    same: move("same band", "n"),
    higher: move("higher band", "n"),
  };
}
