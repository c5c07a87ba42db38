import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { writeService } from "../../../bin/commands/bench-service.ts";
import { readTable } from "../../../bin/commands/read-table.ts";
import { analyseTable } from "../../../core/analysis/analyse-table.ts";

describe("the service that analysis is measured with", () => {
  it("has every row used, in as many referrals and practices as asked, and is the same each time", async () => {
    const folder = mkdtempSync(join(tmpdir(), "hearten-service-"));
    await writeService(join(folder, "a.csv"), { referrals: 1500, practices: 6 });
    await writeService(join(folder, "b.csv"), { referrals: 1500, practices: 6 });

    const table = await readTable(join(folder, "a.csv"));
    const results = table.ok ? analyseTable("a.csv", table.value) : {};

    expect(results).toMatchObject({ n_referrals: 1500, n_practices: 6, cleaning: { n_invalid_score_rows: 0, n_invalid_date_rows: 0 } });
    expect(readFileSync(join(folder, "b.csv"))).toEqual(readFileSync(join(folder, "a.csv")));
  });
});
