import { describe, expect, it } from "vitest";
import { findings } from "../../../../bin/commands/doctor/finding.ts";
import { type Checkout, checkoutChecks, type Machine, machineChecks } from "../../../../bin/commands/doctor/machine-checks.ts";

const gigabyte = 1024 ** 3;
const sound: Machine = {
  findEngine: () => "/somewhere/dynoxide",
  port: 8080,
  portIsTaken: async () => false,
  freeBytes: () => 50 * gigabyte,
  holder: () => undefined,
  templateIsFresh: () => true,
};
const checkout: Checkout = { nodeVersion: "24.21.0", deployment: () => null };
const fails = (says: string) => () => {
  throw new Error(says);
};

async function unwell(machine: Partial<Machine>, other: Partial<Checkout> = {}) {
  const found = await findings([...checkoutChecks({ ...checkout, ...other }), ...machineChecks({ ...sound, ...machine })]);
  return found.filter(({ state }) => state !== "well");
}

describe("the doctor of a machine", () => {
  it("finds nothing where nothing is wrong", async () => {
    expect(await unwell({})).toEqual([]);
  });

  it.each<[string, Partial<Machine>, Partial<Checkout>, string, string, string]>([
    ["a Node that is too old", {}, { nodeVersion: "20.11.1" }, "node", "broken", "npx hearten"],
    ["a deployment file that cannot be used", {}, { deployment: fails("rule of a value") }, "deployment file", "broken", "own-instruments"],
    ["an engine that was not installed", { findEngine: fails("no binary") }, {}, "engines", "broken", "AWS_ENDPOINT_URL_DYNAMODB"],
    ["a port in other hands", { portIsTaken: async () => true }, {}, "port", "watch", "--port"],
    ["a disk that is full", { freeBytes: () => gigabyte / 10 }, {}, "disk", "broken", "make room"],
    ["a disk that fills up", { freeBytes: () => gigabyte }, {}, "disk", "watch", "make room"],
    ["sources newer than what was built", { templateIsFresh: () => false }, {}, "template", "watch", "the next start builds"],
  ])("finds %s, and says what to do", async (_what, machine, other, check, state, fix) => {
    const found = (await unwell(machine, other)).filter((each) => each.check === check);

    expect(found).toMatchObject([{ state, fix: expect.stringContaining(fix) }]);
    expect(JSON.stringify(found)).not.toContain("rule of a value");
  });

  it("is at ease with a port and a lock that the running service itself holds, and says who that is", async () => {
    expect(await unwell({ portIsTaken: async () => true, holder: () => 4711 })).toEqual([]);
    const found = await findings(machineChecks({ ...sound, holder: () => 4711 }));

    expect(found.find(({ check }) => check === "data lock")?.says).toBe("the data is in use by process 4711");
  });
});
