import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { importsOf, withoutComments } from "./support/imports.ts";

/** What each folder may import: other folders by name, packages by prefix. Anything else is a broken rule (decision 002). */
const mayImport: Record<string, readonly string[]> = {
  core: ["core", "zod"],
  adapters: [
    "adapters",
    "core",
    "names.ts",
    "zod",
    "jose",
    "papaparse",
    "hyparquet-writer",
    "node:",
    "@aws-sdk/",
    "@aws-lambda-powertools/",
    "@middy/",
    "aws-lambda",
  ],
  reports: ["reports", "core", "vega", "vega-", "fflate", "node:zlib"],
  functions: [
    "functions",
    "adapters",
    "core",
    "reports",
    "names.ts",
    "zod",
    "zod-openapi",
    "jose",
    "node:",
    "@aws-sdk/",
    "@aws-lambda-powertools/",
    "@middy/",
    "aws-lambda",
  ],
  lib: ["lib", "names.ts", "aws-cdk-lib", "cdk-nag", "constructs", "esbuild", "node:"],
  local: [
    "local",
    "functions",
    "adapters",
    "core",
    "reports",
    "names.ts",
    "zod",
    "node:",
    "@aws-sdk/",
    "aws-local-stepfunctions",
    "fauxqs",
    "oidc-provider",
    "jose",
    "aws-lambda",
  ],
};

/** The world outside: time, chance, surroundings. The core and the reports are told these things; they do not ask. */
const ambient = /\bprocess\b|\bnew Date\(\)|\bDate\.now\(|\bMath\.random\(|\brandomUUID\(|\bconsole\.|\bperformance\.|\bfetch\(/;

/** Names that say nothing of what lives there. */
const forbiddenNames = /^(utils?|helpers?|commons?|misc|constants|types|interfaces|index)\.ts$/;

const folders = ["bin", "lib", "core", "adapters", "functions", "reports", "local"] as const;

function filesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join(folder, file))
    .sort();
}

const targetsOf = (file: string) =>
  importsOf(readFileSync(file, "utf8")).map((name) => (name.startsWith(".") ? join(dirname(file), name) : name));
const allowed = (target: string, rules: readonly string[]) =>
  rules.some((rule) => target === rule || target.startsWith(/[/:-]$/.test(rule) ? rule : `${rule}/`));

/** What runs in a browser is not a function's own code: it may draw. */
const inBrowser = /^functions\/explore-figures\/(explore\.browser|numbers-picture)\.ts$/;
const forBrowsers = ["vega", "vega-"];

describe("imports run one way", () => {
  for (const [folder, rules] of Object.entries(mayImport)) {
    it(`${folder} imports only what stands before it`, () => {
      const broken = filesIn(folder).flatMap((file) =>
        targetsOf(file)
          .filter((target) => !allowed(target, inBrowser.test(file) ? [...rules, ...forBrowsers] : rules))
          .map((target) => `${file} -> ${target}`),
      );
      expect(broken).toEqual([]);
    });
  }

  it("only the handler of a function knows AWS, middy or the environment", () => {
    const work = filesIn("functions").filter((file) => !file.endsWith("/handler.ts"));
    expect(work.filter((file) => targetsOf(file).some((target) => /^(@aws|aws-lambda|@middy)/.test(target)))).toEqual([]);
    expect(work.filter((file) => /\bprocess\.env\b/.test(withoutComments(readFileSync(file, "utf8"))))).toEqual([]);
  });

  it("no function imports another", () => {
    const owner = (path: string) => path.split("/").slice(0, 2).join("/");
    const broken = filesIn("functions").flatMap((file) =>
      targetsOf(file)
        // A dry run is the night's own steps, over stores that only seem to be written.
        .filter((target) => target.startsWith("functions/") && owner(target) !== owner(file) && owner(file) !== "functions/preview-night")
        .map((target) => `${file} -> ${target}`),
    );
    expect(broken).toEqual([]);
  });

  it("no two files import each other, directly or in a ring", () => {
    expect(ringsIn(new Map(folders.flatMap(filesIn).map((file) => [file, targetsOf(file)])))).toEqual([]);
  });
});

describe("the core and the reports", () => {
  for (const folder of ["core", "reports"]) {
    it(`${folder} asks nothing of the world outside`, () => {
      expect(filesIn(folder).filter((file) => ambient.test(withoutComments(readFileSync(file, "utf8"))))).toEqual([]);
    });
  }
});

describe("names", () => {
  it("say what lives there", () => {
    const all = [...folders, "test"].flatMap(filesIn);
    expect(all.filter((file) => forbiddenNames.test(file.split("/").at(-1) ?? ""))).toEqual([]);
    expect(all.filter((file) => !/^[a-z0-9./-]+$/.test(file))).toEqual([]);
  });

  it("every function folder holds a handler, its work and a README", () => {
    const names = existsSync("functions") ? readdirSync("functions") : [];
    const lacking = names.filter((name) => !["handler.ts", "README.md"].every((file) => existsSync(join("functions", name, file))));
    expect(lacking).toEqual([]);
  });
});

describe("the tests themselves", () => {
  it("patch nothing, skip nothing and leave nothing to do", () => {
    const forbidden = new RegExp(["vi\\.mock", "vi\\.spyOn", "jest\\.", "\\b(?:it|test|describe)\\.(?:skip|only|todo)\\b"].join("|"));
    expect(filesIn("test").filter((file) => !file.endsWith("architecture.test.ts") && forbidden.test(readFileSync(file, "utf8")))).toEqual(
      [],
    );
  });

  it("would notice a wrong import, a clock and a dice in the core", () => {
    const planted = 'import { S3Client } from "@aws-sdk/client-s3";\nexport const now = new Date();\nexport const dice = Math.random();\n';
    expect(importsOf(planted).every((target) => allowed(target, mayImport.core ?? []))).toBe(false);
    expect(ambient.test(withoutComments(planted))).toBe(true);
    expect(ambient.test(withoutComments("// new Date() is not asked for here\n/* nor Math.random() */"))).toBe(false);
  });
});

/** Files that can be reached from themselves along imports, each named once. */
function ringsIn(graph: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const done = new Set<string>();
  const rings: string[] = [];
  const visit = (file: string, path: readonly string[]) => {
    if (path.includes(file)) rings.push([...path.slice(path.indexOf(file)), file].join(" -> "));
    if (path.includes(file) || done.has(file)) return;
    for (const target of graph.get(file) ?? []) visit(target, [...path, file]);
    done.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  return rings;
}
