import { Command, InvalidArgumentError, Option } from "@commander-js/extra-typings";
import { findInstrument, type Registry } from "../../core/instruments/registry.ts";
import { type Parsed, type Refusal, refused } from "../../core/refusal.ts";
import { type Answers, type Scored, scoreAdministration } from "../../core/scoring/scoring.ts";
import { deploymentFrom, instrumentsFlag } from "./instruments-option.ts";

/** Where a command writes and what it says of itself when it ends; the process, unless a test hands in its own. */
export type Door = { write(text: string): unknown; complain(text: string): unknown; refuse(): void };

const thisProcess: Door = {
  write: (text) => process.stdout.write(text),
  complain: (text) => process.stderr.write(text),
  refuse: () => {
    process.exitCode = 1;
  },
};

/** `hearten score`: one questionnaire scored without storing it. JSON on stdout; refusals on stderr (and on stdout with `--json`), exit code 1. */
export function scoreCommand(door: Door = thisProcess) {
  return new Command("score")
    .description("Scores one filled-in questionnaire and stores nothing.")
    .argument("<instrument>", "such as phq-9; PHQ9 and phq_9 are read as well")
    .option("--items <answers>", "the answers in the order of the form, an empty place for a missing one: 1,,2", itemsOption)
    .option("--total <n>", "the total, alone or beside the answers", numberOption)
    .addOption(new Option("--basis <basis>", "what the total is, for an instrument with two scales").choices(["raw", "metric"]))
    .option("--level <n>", "the level that came with a PAM score", numberOption)
    .option("--licence <reference>", "your organisation's licence, for an instrument that needs one")
    .option(...instrumentsFlag)
    .option("--json", "one JSON document on one line, refusals included")
    .action(async (name, { basis, instruments: file, json, ...rest }, command) => {
      if (rest.items === undefined && rest.total === undefined) command.error("error: give --items, --total or both", { exitCode: 2 });
      const deployment = await deploymentFrom(file, command);
      const scored = deployment.ok ? scoreNamed(deployment.value.instruments, name, { ...rest, scoreBasis: basis }) : deployment;
      if (scored.ok) door.write(`${JSON.stringify(shown(scored.value), null, json ? 0 : 2)}\n`);
      else refuse(door, scored.refusals, json === true);
    });
}

function itemsOption(text: string): readonly (number | null)[] {
  return text.split(",").map((answer) => (answer.trim() === "" ? null : numberIn(answer)));
}

function numberOption(text: string): number {
  if (text.trim() === "") throw new InvalidArgumentError("a number is needed");
  return numberIn(text);
}

/** `NaN` for a text that is no plain decimal number: scoring refuses it by its rule. */
function numberIn(text: string): number {
  return /^[+-]?[0-9]+(\.[0-9]+)?$/.test(text.trim()) ? Number(text) : Number.NaN;
}

function scoreNamed(registry: Registry, name: string, answers: Answers): Parsed<Scored> {
  const instrument = findInstrument(name, registry);
  if (instrument === undefined) return refused("unknown-instrument", "instrument", `name one of ${[...registry.keys()].join(", ")}`);
  return scoreAdministration(instrument, answers);
}

/** The notes are left out where there is nothing to note. */
function shown({ notes, ...scored }: Scored): object {
  return notes.length === 0 ? scored : { ...scored, notes };
}

function refuse(door: Door, refusals: readonly Refusal[], json: boolean): void {
  if (json) door.write(`${JSON.stringify({ refusals })}\n`);
  for (const { rule, field, fix } of refusals) door.complain(`${rule}${field === "" ? "" : ` (${field})`}: ${fix}\n`);
  door.refuse();
}
