import { mkdirSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join, resolve } from "node:path";
import { Command } from "@commander-js/extra-typings";
import { type DatasetFiles, datasetFiles } from "../../adapters/dataset-files.ts";
import { dynamoProjects } from "../../adapters/dynamo-projects.ts";
import { nextUlid } from "../../adapters/ulid.ts";
import { type Dataset, makeDataset } from "../../core/dataset/make-dataset.ts";
import type { Project } from "../../core/dataset/project.ts";
import { londonDate } from "../../core/night/london-date.ts";
import type { Parsed } from "../../core/refusal.ts";
import type { StageName } from "../../lib/stages.ts";
import { countedReferrals } from "./dataset/counted-referrals.ts";
import { declaredProject } from "./dataset/declared-project.ts";
import { namedWithin } from "./dataset/project-keys.ts";
import type { OpenStore } from "./night/open-store.ts";
import { type Outcome, withStore } from "./night/with-store.ts";
import { stageOption } from "./options.ts";

type ExportOptions = {
  project: string;
  out: string;
  by?: string | undefined;
  data: string;
  stage?: StageName | undefined;
  json?: true | undefined;
};

/** `hearten export`: the de-identified dataset of a declared project. */
export function exportCommand() {
  return new Command("export")
    .description("Writes the de-identified dataset of a declared project: Parquet, CSV, data dictionary, terms and hashes.")
    .requiredOption(
      "--project <file or id>",
      "the project's declaration as JSON (docs/operations/evaluators.md), or the id of one declared before",
    )
    .requiredOption("--out <dir>", "where to write it; files of the same names are replaced")
    .option("--by <name>", "who hands it out, for the record; the account of this machine unless told otherwise")
    .option("--data <dir>", "where everything is kept", ".hearten")
    .option("--stage <name>", "the stage on AWS, with your own credentials, in its place", stageOption)
    .option("--json", "print one JSON document")
    .action((options) => withStore(options, (store) => exportDataset(options, store)));
}

async function exportDataset(options: ExportOptions, store: OpenStore): Promise<Outcome> {
  const now = new Date();
  const today = londonDate(now);
  const register = dynamoProjects(store.dynamo, store.source);
  const project = await declaredProject(options.project, register, { instant: now.toISOString(), today });
  if (!project.ok) return refusal(project);
  const pseudonyms = await namedWithin(project.value.id, { deployed: store.deployed, data: options.data });
  const dataset = makeDataset(project.value, await countedReferrals(store, pseudonyms, today));
  if (!dataset.ok) return refusal(dataset);
  const made = datasetFiles(project.value, dataset.value, { asAt: today, codeVersion: store.ports.codeVersion });
  // the record first: what was handed out without one must not exist
  await register.noteRelease(project.value.id, {
    id: nextUlid(),
    madeAt: now.toISOString(),
    madeBy: options.by ?? userInfo().username,
    projectSha256: made.projectSha256,
    manifestSha256: made.manifestSha256,
    referrals: dataset.value.disclosure.referrals.released,
    withheld: dataset.value.disclosure.referrals.withheld,
  });
  const directory = resolve(options.out);
  mkdirSync(directory, { recursive: true });
  for (const { path, bytes } of made.files) writeFileSync(join(directory, path), bytes);
  return outcomeOf(project.value, { dataset: dataset.value, made, directory });
}

type Written = { readonly dataset: Dataset; readonly made: DatasetFiles; readonly directory: string };

function outcomeOf({ id }: Project, { dataset: { disclosure }, made, directory }: Written): Outcome {
  const { released, withheld, inPopulation } = disclosure.referrals;
  const coarser = disclosure.told.filter(({ finest }) => !finest).map(({ value, as }) => `${value} (${as})`);
  return {
    document: { project: id, directory, manifestSha256: made.manifestSha256, files: made.files.map(({ path }) => path), disclosure },
    lines: [
      `${released} of ${inPopulation} referrals and their ${disclosure.surveys} survey scores; ${withheld} referrals withheld.`,
      `Everybody in them is alike with at least ${disclosure.smallestClass - 1} others in what could tell them apart.`,
      coarser.length === 0 ? "Nothing had to be told more coarsely." : `Told more coarsely: ${coarser.join(", ")}.`,
      `${directory}: ${made.files.map(({ path }) => path).join(", ")}`,
    ],
  };
}

function refusal(parsed: Extract<Parsed<never>, { ok: false }>): Outcome {
  const { refusals } = parsed;
  return {
    document: { refusals },
    lines: refusals.map(({ rule, field, fix }) => `${rule}${field === "" ? "" : ` (${field})`}: ${fix}`),
    exitCode: 1,
  };
}
