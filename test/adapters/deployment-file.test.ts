import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { deploymentName, namedDeployment, readDeployed } from "../../adapters/deployment-file.ts";
import { instruments } from "../../core/instruments/registry.ts";
import { mappings } from "../../core/mapping/mappings.ts";
import { ownDeployment } from "../support/own-deployment.ts";

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function folderWith(files: Readonly<Record<string, unknown>>): string {
  const folder = mkdtempSync(join(tmpdir(), "hearten-deployed-"));
  folders.push(folder);
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
  }
  return folder;
}

const named = (file: unknown) => folderWith({ "cdk.json": { app: "x", context: { deployment: "own.json" } }, "own.json": file });

describe("what is deployed", () => {
  it("is what comes with Hearten where no file lies beside the code", () => {
    expect(readDeployed(folderWith({}))).toEqual({ instruments, deprivation: null, mappings });
  });

  it("is the deployer's on top where one does", () => {
    const { instruments: registry, deprivation } = readDeployed(folderWith({ [deploymentName]: ownDeployment() }));

    expect([registry.size, registry.get("ucla-3")?.caseness?.value]).toEqual([instruments.size + 1, 5]);
    expect(deprivation?.quintileByLsoa.get("E01000002")).toBe(1);
  });
});

describe("the file that a checkout names", () => {
  it("is none where cdk.json names none, and where there is no cdk.json", () => {
    expect(namedDeployment(folderWith({ "cdk.json": { app: "x", context: {} } }))).toBeNull();
    expect(namedDeployment(folderWith({ "cdk.json": { app: "x" } }))).toBeNull();
    expect(namedDeployment(folderWith({}))).toBeNull();
  });

  it("is read from the checkout on, and gives its own text for the bundles and the code version", () => {
    const file = JSON.stringify(ownDeployment());

    expect(namedDeployment(named(file))).toMatchObject({ text: file });
    expect(namedDeployment(folderWith({ "other.json": file }), "other.json")?.instruments.has("local-4")).toBe(true);
  });

  it("stops whoever would deploy it, with rule, field and what to do, and without a value", () => {
    const wrong: readonly [unknown, RegExp][] = [
      ["{", /not-json: give a file of JSON/],
      [{ licences: { nothing: "SECRET" } }, /unknown-instrument \(licences\.nothing\)/],
      [
        { overrides: [{ instrument: "phq-9", version: "a", set: { caseness: null } }] },
        /threshold-confirmed \(overrides\.0\.set\.caseness\)/,
      ],
      [{ colour: "SECRET" }, /unknown-field/],
      [
        { deprivation: { lsoaVersion: "2021", imdVersion: "2019", deciles: { E01000001: 11 } } },
        /decile-range \(deprivation\.deciles\.1\.decile\)/,
      ],
      [{ deprivation: { lsoaVersion: "2021", imdVersion: "2019", deciles: { W01000001: 1 } } }, /lsoa-shape/],
    ];

    for (const [file, said] of wrong) {
      expect(() => namedDeployment(named(file))).toThrow(said);
      expect(() => namedDeployment(named(file))).not.toThrow(/SECRET|W01000001/);
    }
    expect(() => namedDeployment(folderWith({}), "absent.json")).toThrow(/does not exist/);
  });
});
