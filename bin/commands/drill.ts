import { Command } from "@commander-js/extra-typings";
import { exclusionTables } from "../../adapters/exclusion-tables.ts";
import { nightPortsFrom } from "../../adapters/night-settings.ts";
import { pauseWithJitter } from "../../adapters/pause-with-jitter.ts";
import { refoldUnit } from "../../adapters/refold-unit.ts";
import { nextUlid } from "../../adapters/ulid.ts";
import { overlayReports } from "../../core/night/overlay.ts";
import { replayExclusions } from "../../core/people/replay.ts";
import { type DrillPorts, type DrillReport, isRestored, restoreDrill } from "./drill/restore-drill.ts";
import { tableCopies } from "./drill/table-copies.ts";
import type { OpenStore } from "./night/open-store.ts";
import { type Outcome, withStore } from "./night/with-store.ts";
import { stageOption } from "./options.ts";
import { withPeople } from "./people/with-people.ts";

/** `hearten drill`: rehearsals of what must work on the worst day. */
export function drillCommand() {
  const drill = new Command("drill").description(
    "Rehearses what must work on the worst day. The living tables are read and never written.",
  );
  drill
    .command("restore")
    .description("Restores the source beside the living one, makes everything derived anew from it, and compares every statistic.")
    .option("--data <dir>", "where everything is kept", ".hearten")
    .option("--stage <name>", "a stage on AWS in the place of a directory", stageOption)
    .option("--json", "one JSON document on stdout")
    .action((options) =>
      withStore(options, async (store) => outcomeOf(await withPeople(store, (people) => restoreDrill(drillPorts(store, people))))),
    );
  return drill;
}

type People = Parameters<Parameters<typeof withPeople>[1]>[0];

/** What a drill needs, over the stores of a service. */
export function drillPorts(store: OpenStore, people: People): DrillPorts {
  const { dynamo: client, s3, source, derived, instruments, ports } = store;
  const pair = (tables: { source: string; derived: string }) => ({ client, tables, pause: pauseWithJitter, instruments });
  return {
    ...{ client, live: { source, derived }, liveDerived: ports.derived, digest: ports.digest, instruments },
    copies: tableCopies(client, store.deployed === null ? "reading" : "history"),
    nightOver: (tables) => {
      const settings = {
        SOURCE_TABLE: tables.source,
        DERIVED_TABLE: tables.derived,
        REPORTS_BUCKET: store.reports,
        CODE_VERSION: ports.codeVersion,
      };
      return {
        ...{ ...ports, ...nightPortsFrom(settings, { dynamo: client, s3 }), refold: refoldUnit(pair(tables)) },
        reports: overlayReports(ports.reports, ports.digest),
      };
    },
    replayOver: (tables) => replayExclusions({ ...people, store: exclusionTables({ client, ...tables }) }),
    now: () => Date.now(),
    suffix: `drill-${nextUlid().toLowerCase()}`,
  };
}

function outcomeOf(report: DrillReport): Outcome {
  const { rows, replayed, rebuilt, statistics, took, behind } = report;
  const seconds = (milliseconds: number) => (milliseconds / 1000).toFixed(1);
  const all = Object.values(took).reduce((sum, each) => sum + each, 0);
  const kinds = Object.entries(rows.counts).filter(([, { live, restored }]) => live !== restored);
  const lines = [
    `Restored as of ${report.asOf}: ${rows.lost} rows behind the living table; ${rows.sampled} rows compared, ${rows.different} different.`,
    ...kinds.map(([kind, { live, restored }]) => `  ${kind}: ${live} living, ${restored} restored`),
    `${replayed.entries} erasures and opt-outs repeated; ${rebuilt.episodes} referrals folded anew.`,
    `${statistics.equal} statistics equal, ${statistics.different.length} different, ${statistics.waiting} waiting for the next night.`,
    ...statistics.different.map((name) => `  ${name}`),
    `Could be back after ${seconds(all)} s (RTO), with what was kept until ${seconds(behind)} s before (RPO).`,
  ];
  return { document: { ...report, restored: isRestored(report) }, lines, exitCode: isRestored(report) ? 0 : 1 };
}
