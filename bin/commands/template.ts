import { Argument, Command } from "@commander-js/extra-typings";
import { templateCsv, templatesOf } from "../../core/mapping/templates.ts";
import { type AnalysisDoor, refuse, thisProcess } from "./analysis-door.ts";
import { deploymentFrom, instrumentsFlag } from "./instruments-option.ts";

/** `hearten template`: the forms of CSV that are read, or the header line of one of them. */
export function templateCommand(door: AnalysisDoor = thisProcess) {
  return new Command("template")
    .description("Lists the forms of CSV that are read, or prints the header of one.")
    .addArgument(new Argument("[name]", "such as surveys, or emis-scores"))
    .option(...instrumentsFlag)
    .option("--json", "the list as one JSON document")
    .action(async (name, { instruments: file, json }, command) => {
      const deployment = await deploymentFrom(file, command);
      if (!deployment.ok) return refuse(door, deployment.refusals, json === true);
      const templates = templatesOf(deployment.value.mappings);
      if (name === undefined) return void door.write(json === true ? `${JSON.stringify({ templates })}\n` : templates.map(lineOf).join(""));
      const template = templates.find((one) => one.name === name);
      if (template === undefined) return command.error("error: name a template that `hearten template` lists", { exitCode: 2 });
      door.write(templateCsv(template));
    });
}

function lineOf({ name, about, evidence }: { name: string; about: string; evidence: string }): string {
  return `${name.padEnd(22)} ${about}${evidence === "own" ? "" : ` (${evidence})`}\n`;
}
