import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dynamoAuthority } from "../../adapters/dynamo-authority.ts";
import { dynamoGrantBook } from "../../adapters/dynamo-grant-book.ts";
import { grantRegister } from "../../adapters/grant-register.ts";
import { organisationRegister } from "../../adapters/organisation-register.ts";
import type { OrganisationVersion } from "../../core/organisations/organisation.ts";
import { type SourceTables, startSourceTables } from "../support/source-tables.ts";

let tables: SourceTables;

beforeAll(async () => {
  tables = await startSourceTables();
});

afterAll(() => tables.stop());

const practice = (code: string, validFrom = "1974-04-01"): OrganisationVersion => ({
  ...{ code, level: "practice", kind: "practice", name: `Practice ${code}`, parent: "16C" },
  ...{ validFrom, validTo: null, sample: false },
});

describe("the register of organisations", () => {
  const register = () => organisationRegister({ client: tables.client, source: tables.source, derived: tables.derived });
  const authority = () => dynamoAuthority({ client: tables.client, table: tables.source, now: () => 0 });

  it("takes more versions than one transaction holds, and gives each back whole", async () => {
    const many = Array.from({ length: 250 }, (_, index) => practice(`A8${String(index).padStart(4, "0")}`));
    await register().add(many);

    expect(await authority().organisationVersions("A80249")).toEqual([practice("A80249")]);
  });

  it("keeps versions that begin on different days side by side, and changes nothing when they come again", async () => {
    for (let time = 1; time <= 2; time += 1) await register().add([practice("B81001"), practice("B81001", "2026-04-01")]);

    expect((await authority().organisationVersions("B81001")).map(({ validFrom }) => validFrom)).toEqual(["1974-04-01", "2026-04-01"]);
  });

  it("marks months under the keys that a night reads", async () => {
    await register().mark([{ level: "practice", code: "A81001", month: "2026-01", id: "moved.99C" }]);

    expect((await tables.rowsOf(tables.derived)).map(({ pk, sk }) => [String(pk).slice(0, 6), sk])).toEqual([
      ["DM#PR#", "A81001#202601#moved.99C"],
    ]);
  });
});

describe("the register of grants", () => {
  const register = () => grantRegister(tables.client, tables.source);
  const grant = { organisation: "A81001", scope: "subtree", expiresOn: "2027-01-01" } as const;

  it("gives a supplier what its submissions are judged by, and takes it away again", async () => {
    const supplier = { kind: "supplier", id: "supplier-nine" } as const;
    const judged = () => dynamoAuthority({ client: tables.client, table: tables.source, now: () => 0 }).grantOf("supplier-nine", "A81001");

    await register().give(supplier, grant);
    expect(await judged()).toEqual(grant);
    expect(await register().heldBy(supplier)).toEqual([grant]);

    await register().take(supplier, "A81001");
    expect(await judged()).toBeNull();
  });

  it("keeps who sends and who reads apart, whatever they are called", async () => {
    await register().give({ kind: "reader", id: "same-name" }, { ...grant, expiresOn: null });

    expect(await register().heldBy({ kind: "supplier", id: "same-name" })).toEqual([]);
    expect(await dynamoGrantBook(tables.client, tables.source).grantsOf("same-name")).toEqual([{ ...grant, expiresOn: null }]);
  });
});
