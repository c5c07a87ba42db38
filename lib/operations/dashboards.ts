import * as cloudwatch from "aws-cdk-lib/aws-cloudwatch";
import type { Construct } from "constructs";
import { type FunctionName, functionNames } from "../functions.ts";
import { keptFigures, told } from "./figures.ts";
import type { Watchable } from "./watched.ts";

type Panel = { title: string; figures: cloudwatch.IMetric[] };

const nightSteps = functionNames.filter((name) =>
  [
    "plan-night",
    "refresh-units",
    "roll-up",
    "plan-pages",
    "render-pages",
    "verify-generation",
    "publish-generation",
    "collect-garbage",
  ].includes(name),
);

/** One page for each kind of person who asks how the service is: what they would ask first stands first. */
export function dashboards(scope: Construct, stage: string, watched: Watchable): void {
  const figures = keptFigures(watched);
  const each = (make: (apiName: string) => cloudwatch.IMetric) => watched.apiNames.map(make);
  const pages: Record<string, Panel[]> = {
    "service-desk": [
      { title: "Is it up? Faults of the service", figures: each(figures.faults) },
      { title: "Did last night's reports appear?", figures: [figures.nightsDone, figures.nightsFailed] },
      { title: "What suppliers sent, by what became of it", figures: taken(["accepted", "duplicate", "rejected", "parked"]) },
      { title: "Files refused whole, and tokens not taken", figures: taken(["refusedWhole", "unauthorised"]) },
    ],
    "on-call": [
      { title: "Requests", figures: each(figures.requests) },
      { title: "The slowest of a hundred requests, milliseconds", figures: each(figures.slowest) },
      { title: "Parts that failed, and the oldest that waits", figures: [figures.failedParts, figures.oldestPart] },
      { title: "How long each step of the night took", figures: nightSteps.map((name) => told(name, "milliseconds")) },
      { title: "Steps that need a person", figures: nightSteps.map((name) => told(name, "failed")) },
      { title: "Suppliers told to come back later", figures: [figures.throttled] },
    ],
    "information-governance": [
      { title: "Tokens not taken", figures: taken(["unauthorised"]) },
      { title: "Requests that the firewall turned away", figures: each(figures.turnedAway) },
      { title: "Copies made and failed", figures: [figures.backupsDone, figures.backupsFailed] },
    ],
  };
  for (const [name, panels] of Object.entries(pages)) {
    const widgets = panels.map(({ title, figures: left }) => new cloudwatch.GraphWidget({ title, left, width: 12, height: 6 }));
    new cloudwatch.Dashboard(scope, `dashboard-${name}`, { dashboardName: `hearten-${stage}-${name}`, widgets: [widgets] });
  }
}

function taken(names: readonly Parameters<typeof told>[1][]): cloudwatch.Metric[] {
  const service: FunctionName = "take-submission";
  return names.map((name) => told(service, name));
}
