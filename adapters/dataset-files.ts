import { createHash } from "node:crypto";
import { canonicalJson } from "../core/canonical-json.ts";
import { tableCsv } from "../core/dataset/column.ts";
import { type DescribedFile, dataPackage, datasetReadme, datasetTerms } from "../core/dataset/describe-dataset.ts";
import { type Dataset, projectText } from "../core/dataset/make-dataset.ts";
import type { Project } from "../core/dataset/project.ts";
import { foldVersion } from "../core/episodes/contribution.ts";
import { parquetFile } from "./parquet-file.ts";
import { sha256 } from "./sha256.ts";

/** One file of a dataset. */
export type DatasetFile = { readonly path: string; readonly bytes: Uint8Array };

/** Every file of a dataset, and the hash of the manifest that names the hash of each. */
export type DatasetFiles = { readonly files: readonly DatasetFile[]; readonly manifestSha256: string; readonly projectSha256: string };

type Stamp = { readonly asAt: string; readonly codeVersion: string };

/** A dataset as files: each table as CSV and as Parquet, what they mean, the terms, the declaration, and every hash. The same twice gives the same bytes. */
export function datasetFiles(project: Project, { tables, disclosure }: Dataset, { asAt, codeVersion }: Stamp): DatasetFiles {
  const data = tables.flatMap((table) => [
    { table, path: `${table.name}.csv`, bytes: utf8(tableCsv(table)) },
    { table, path: `${table.name}.parquet`, bytes: parquetFile(table) },
  ]);
  const described = data.map(({ table, path, bytes }): DescribedFile => ({ table, path, bytes: bytes.length, sha256: hashOf(bytes) }));
  const words = [
    { path: "datapackage.json", bytes: pretty(dataPackage(project, described)) },
    { path: "README.md", bytes: utf8(datasetReadme(project, tables, disclosure)) },
    { path: "LICENCE.txt", bytes: utf8(datasetTerms(project)) },
    { path: "project.json", bytes: pretty(project) },
    { path: "disclosure.json", bytes: pretty(disclosure) },
  ];
  const files = [...data.map(({ path, bytes }) => ({ path, bytes })), ...words];
  const projectSha256 = sha256(projectText(project));
  const manifest = {
    ...{ project: project.id, projectSha256, evaluationSha256: project.evaluationSha256, asAt, codeVersion, foldVersion },
    files: files.map(({ path, bytes }) => ({ path, bytes: bytes.length, sha256: hashOf(bytes) })),
  };
  const all = [...files, { path: "manifest.json", bytes: utf8(`${canonicalJson(manifest)}\n`) }];
  // as `sha256sum` writes and checks them
  const sums = all.map(({ path, bytes }) => `${hashOf(bytes)}  ${path}\n`).join("");
  const manifestSha256 = hashOf(all.at(-1)?.bytes ?? utf8(""));
  return { files: [...all, { path: "SHA256SUMS", bytes: utf8(sums) }], manifestSha256, projectSha256 };
}

function utf8(text: string): Uint8Array {
  return Buffer.from(text, "utf8");
}

function pretty(value: unknown): Uint8Array {
  return utf8(`${JSON.stringify(value, null, 2)}\n`);
}

function hashOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
