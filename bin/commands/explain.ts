import { Command } from "@commander-js/extra-typings";
import { explainedEpisodes } from "../../adapters/explained-episodes.ts";
import { type Explanation, explainCell } from "../../core/night/explain-cell.ts";
import { explainedNumbers, parseCell } from "../../core/night/explained-cell.ts";
import { pinOrganisations } from "../../core/night/pinned-organisations.ts";
import { readLive } from "../../core/night/read-run-files.ts";
import type { Refusal } from "../../core/refusal.ts";
import type { Shown } from "../../core/shown.ts";
import { counted } from "../../reports/words/practice-words.ts";
import { type Outcome, withStore } from "./night/with-store.ts";
import { stageOption } from "./options.ts";

/** `hearten explain`: which events made a published number, as counts alone. */
export function explainCommand() {
  return new Command("explain")
    .description(`Says which events made a published number, as counts. A number is one of ${explainedNumbers.join(", ")}.`)
    .argument("<cell>", "PLACE/OUTCOME/NUMBER[/DIMENSION=GROUP], such as ENG/depression/improved/role=nurse")
    .option("--data <dir>", "where everything is kept", ".hearten")
    .option("--stage <name>", "a stage on AWS in the place of a directory", stageOption)
    .option("--json", "one JSON document on stdout")
    .action(async (text, options) => {
      const cell = parseCell(text);
      if (!cell.ok) {
        process.stderr.write(cell.refusals.map(({ fix }) => `${fix}\n`).join(""));
        process.exitCode = 2;
        return;
      }
      await withStore(options, async ({ ports, dynamo, source, derived, instruments }) => {
        const { manifest } = await readLive(ports.reports);
        const { organisations } = pinOrganisations(await ports.organisations.versions(), manifest?.civilDate ?? "", ports.digest);
        const explaining = explainedEpisodes(dynamo, { source, derived });
        const explained = await explainCell(cell.value, {
          live: manifest,
          organisations,
          ...{ derived: ports.derived, reports: ports.reports, digest: ports.digest },
          explaining,
          registry: instruments,
        });
        return explained.ok ? { document: explained.value, lines: linesOf(explained.value) } : refusal(explained.refusals);
      });
    });
}

function refusal(refusals: readonly Refusal[]): Outcome {
  return { document: { refusals }, lines: refusals.map(({ fix }) => fix), exitCode: 1 };
}

function linesOf({ level, people, months, practices, events, standing, versions, waiting, notYetShown }: Explanation): readonly string[] {
  const { generation, run, drawnOn, methodVersion, foldVersions, instrument, codeVersion } = versions;
  return [
    `${told(people)} people, referred ${months === null ? "in months that are not told" : `${months.from} to ${months.to}`}${level === "practice" ? "" : `, in ${told(practices)} practices`}.`,
    "Their events:",
    ...Object.entries(events).map(([type, n]) => `  ${type}: ${told(n)}`),
    `Of ${told(standing.received)} events ${told(standing.used)} are used, ${told(standing.superseded)} replaced or told twice, ` +
      `${told(standing.excluded)} withdrawn or contradictory, ${told(standing.parked)} parked.`,
    `Generation ${generation}, drawn by run ${run} on ${drawnOn}; ${instrument}; folded by rules ${foldVersions.join(", ") || "none"}, ` +
      `counted by method ${methodVersion}, code ${codeVersion.slice(0, 12)}.`,
    ...(notYetShown === 0
      ? []
      : [
          `${counted(notYetShown, "practice")} behind it ${notYetShown === 1 ? "shows" : "show"} other figures than are counted here: they move when at least eight people's answers have.`,
        ]),
    ...(waiting === 0
      ? []
      : [
          `${counted(waiting, "practice-month")} of the place ${waiting === 1 ? "has" : "have"} changed since: the next night counts what is counted here already.`,
        ]),
  ];
}

function told(n: Shown): string {
  return n.kind === "value" ? n.value.toLocaleString("en-GB") : "[c]";
}
