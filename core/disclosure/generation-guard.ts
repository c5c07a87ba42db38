import type { Registry } from "../instruments/registry.ts";
import type { HideGeneration } from "../night/night-ports.ts";
import { changesOfPractice, expectedRangesOf } from "./expected-ranges.ts";
import { hideTable, tableNames, tableReader } from "./hide-generation.ts";
import { unseenCells } from "./unseen-cells.ts";

/** How a generation is read as a whole before anything of it is drawn, by the instruments that a deployer has. */
export function generationGuard(registry?: Registry): HideGeneration {
  return {
    reader: (rules) => tableReader({ ...rules, registry }),
    tables: tableNames,
    hideTable: (name, places) => hideTable(name, places),
    unseen: (families, rules) => unseenCells(families, { ...rules, registry }),
    changes: (practice, rules) => changesOfPractice(practice, { ...rules, registry }),
    expected: expectedRangesOf,
  };
}
