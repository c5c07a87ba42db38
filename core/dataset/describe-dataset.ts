import type { DatasetTable } from "./column.ts";
import type { DisclosureReport } from "./make-dataset.ts";
import type { Project } from "./project.ts";

/** A file of a dataset that is described: where it lies, how large it is, and its SHA-256. */
export type DescribedFile = { readonly path: string; readonly bytes: number; readonly sha256: string; readonly table: DatasetTable };

const fieldTypes = { string: "string", integer: "integer", number: "number", date: "date" } as const;

/** A data dictionary that programs read: a Frictionless Data Package (https://specs.frictionlessdata.io/tabular-data-package/). */
export function dataPackage(project: Project, files: readonly DescribedFile[]): object {
  return {
    profile: "data-package",
    name: project.id,
    title: project.title,
    description: project.purpose,
    licenses: [{ name: "project-terms", path: "LICENCE.txt", title: "For the declared project alone: not open data" }],
    resources: files.map(({ path, bytes, sha256, table }) => ({
      name: path.replaceAll(".", "-"),
      path,
      title: table.meaning,
      bytes,
      hash: `sha256:${sha256}`,
      ...(path.endsWith(".csv") ? csvResource(table) : { format: "parquet", mediatype: "application/vnd.apache.parquet" }),
    })),
  };
}

function csvResource({ columns, key }: DatasetTable): object {
  const fields = columns.map(({ name, type, meaning, values }) => ({
    name,
    type: fieldTypes[type],
    description: meaning,
    ...(values === undefined ? {} : { constraints: { enum: values } }),
  }));
  const schema = { fields, primaryKey: key, missingValues: [""] };
  return {
    profile: "tabular-data-resource",
    format: "csv",
    mediatype: "text/csv",
    encoding: "utf-8",
    dialect: { delimiter: ",", header: true },
    schema,
  };
}

/** The same for people: what is in each table, how finely, what was done for anonymity, and how to begin. */
export function datasetReadme(project: Project, tables: readonly DatasetTable[], disclosure: DisclosureReport): string {
  const { referrals } = disclosure;
  return `# ${project.title}

${project.purpose}

For ${project.recipient.organisation}, answered for by ${project.recipient.responsible}. The terms are in \`LICENCE.txt\`; the declared evaluation has the SHA-256
\`${project.evaluationSha256}\`. \`sha256sum -c SHA256SUMS\` says whether the files are as they were sent.

## How to begin

    npx hearten analyse surveys.csv --spec evaluation.json     # the statistics of the declared evaluation
    duckdb -c "select referrer_role, count(*) from 'referrals.parquet' group by all"
    Rscript -e 'str(read.csv("surveys.csv"))'

## What was done so that nobody can be told apart

${sentence(disclosure.rule)}. Of ${referrals.inPopulation} referrals of the population, ${referrals.released} are here and ${referrals.withheld} were withheld.
The smallest set of people who are told alike is of ${disclosure.smallestClass}; there are ${disclosure.classes} such sets.

| value | told as |
| --- | --- |
${disclosure.told.map(({ value, as, finest }) => `| ${value} | ${as}${finest ? "" : " (coarser than it was kept)"} |`).join("\n")}

People and referrals carry keys of this project alone: they cannot be joined with those of another, and the referral's real day is in no file. Whoever opted out or was erased is not
counted above. Withholding is not at random: where few people are alike is where it falls, so say in what you publish how many referrals were withheld. Being alike with
${disclosure.peopleAlike - 1} others hides who somebody is, not what a group has in common: do not publish counts below ten.

${tables.map(tableText).join("\n")}`;
}

function tableText({ name, meaning, columns, rows }: DatasetTable): string {
  const lines = columns.map(
    ({ name: column, type, meaning: means, values }) =>
      `| ${column} | ${type} | ${means}${values === undefined ? "" : `: ${values.join(", ")}`} |`,
  );
  return `## ${name}

${sentence(meaning)}: ${rows.length} rows, as \`${name}.csv\` and as \`${name}.parquet\`.

| column | holds | meaning |
| --- | --- | --- |
${lines.join("\n")}
`;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** The terms under which a dataset is handed over. A template: the holder's information governance lead must have agreed it. */
export function datasetTerms(project: Project): string {
  const approvals = project.approvals.map(({ body, reference, until }) => `  ${body}, ${reference}, until ${until}`).join("\n");
  return `Terms of use of the dataset of the project ${project.id}

${project.title}

These data are handed to ${project.recipient.organisation} (${project.recipient.responsible} answers for them) under:
${approvals}

1. They may be used for this purpose alone: ${project.purpose}
2. Nobody may try to find out who a person in them is, nor join them with other data about people.
3. They may not be passed on. Whoever else needs them declares a project.
4. No number below ten about people may be published from them.
5. They must be destroyed by ${project.destroyBy}, and that must be confirmed in writing.
6. Publications say that the data come from Hearten, how many referrals were withheld, and which parts of the analysis were declared before.

De-identified data are still about people: where somebody can be told from them after all, the data protection officer of the holder must be told at once.
`;
}
