import { expect, it } from "vitest";
import { organisationTable } from "../../adapters/organisation-book.ts";
import { organisationRegister } from "../../adapters/organisation-register.ts";
import type { OrganisationVersion } from "../../core/organisations/organisation.ts";
import { indexes } from "../../names.ts";
import { smallEngland } from "../support/night-twin.ts";
import { tableTwin } from "../support/table-twin.ts";

async function bookOf(versions: readonly OrganisationVersion[]) {
  const { client } = tableTwin();
  await organisationRegister({ client, source: "source", derived: "derived" }).add(versions);
  return organisationTable({ client, table: "source", index: indexes.organisationsByParent });
}

const inOrder = (versions: readonly OrganisationVersion[]) =>
  versions.toSorted((a, b) => (a.code + a.validFrom < b.code + b.validFrom ? -1 : 1));

it("finds every version of every organisation from England downwards, whoever stood under whom and when", async () => {
  const [moved] = smallEngland().filter(({ code }) => code === "A81001");
  const versions = [...smallEngland(), ...(moved === undefined ? [] : [{ ...moved, parent: "U20001", validFrom: "2026-04-01" }])];

  expect(inOrder(await (await bookOf(versions)).versions())).toEqual(inOrder(versions));
});

it("finds nothing where nothing was imported", async () => {
  expect(await (await bookOf([])).versions()).toEqual([]);
});
