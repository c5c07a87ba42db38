import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chooseMapping } from "../../../core/mapping/choose-mapping.ts";
import { formOfMapped, idsOfMapped } from "../../../core/mapping/mapped-cells.ts";
import { mappedRowsReader } from "../../../core/mapping/mapped-rows.ts";
import { mappings } from "../../../core/mapping/mappings.ts";
import { rememberedRows } from "../../../core/submission/remembered-rows.ts";
import { exportOf } from "../../support/written-exports.ts";
import { placed } from "../../support/written-tables.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const moment = { today: "2026-11-22", now: Date.parse("2026-11-22T12:00:00Z") };

function chosenFor(header: readonly string[]) {
  const chosen = chooseMapping(header, mappings);
  return chosen.ok && chosen.value !== null ? chosen.value : expect.unreachable();
}

describe("formOfMapped", () => {
  it.each(mappings.map((mapping) => [mapping.id, mapping] as const))(
    "refuses of any file as of %s what reading every row refuses",
    (_, mapping) => {
      fc.assert(
        fc.property(exportOf(mapping), ({ header, rows }) => {
          const chosen = chosenFor(header);
          const [judge, read] = [
            rememberedRows(formOfMapped(chosen), mappedRowsReader(chosen, moment, sha256)),
            mappedRowsReader(chosen, moment, sha256),
          ];

          expect(placed(rows).flatMap((row, at) => judge(row, at) ?? [])).toEqual(
            placed(rows)
              .map(read)
              .filter(({ events }) => !events.ok),
          );
        }),
        { numRuns: 100 },
      );
    },
  );

  it("reads a row only for what it has not been told in a right one, in whatever spelling, with references that are made of two cells", () => {
    const header = ["Organisation Code", "EMIS Number", "Referral Date", "SNOMED Code", "Value", "Event Date"];
    const chosen = chosenFor(header);
    const reader = mappedRowsReader(chosen, moment, sha256);
    let reads = 0;
    const judge = rememberedRows(formOfMapped(chosen), (row, index) => {
      reads += 1;
      return reader(row, index);
    });
    const code = Object.keys(chosen.mapping.columns.instrument?.words ?? {})[0] ?? "";
    const row = (n: number) => ["A81001", `N${n}`, "02-Mar-2026", code, "3", n % 2 === 0 ? "04/03/2026" : "04-Mar-2026"];

    expect(placed(Array.from({ length: 1_000 }, (_, n) => row(n))).flatMap((one, at) => judge(one, at) ?? [])).toEqual([]);
    expect(placed([[...row(1).with(1, "943 476 5919")]]).flatMap((one, at) => judge(one, at) ?? [])).toHaveLength(1);

    expect(reads).toBe(2);
  });
});

describe("idsOfMapped", () => {
  it("notes an id for every event that a row tells, the same in either spelling of a day", () => {
    const chosen = chosenFor(["GP practice code", "Case ID", "Questionnaire", "Completed date", "Score"]);
    const noted: string[] = [];
    const note = idsOfMapped(chosen, { note: (id, content, isLast) => void noted.push(`${id.join(" ")}|${content.join(" ")}|${isLast}`) });

    for (const day of ["04/03/2026", "2026-03-04", "4/3/2026"]) note({ row: 2, cells: ["A81001", "C1", "PHQ-9", day, "11"] });

    expect(new Set(noted).size).toBe(1);
    expect(noted).toHaveLength(3);
  });
});
