import { userInfo } from "node:os";
import { Command } from "@commander-js/extra-typings";
import { inParallel } from "../../core/night/in-parallel.ts";
import { applyOptOuts, type OptOutLists } from "../../core/people/opt-out.ts";
import { type Outcome, withStore } from "./night/with-store.ts";
import { stageOption } from "./options.ts";
import { type Numbers, readNumbers, wrongLinesText } from "./people/read-numbers.ts";
import { type People, withPeople } from "./people/with-people.ts";

const callsAtOnce = 16;

type Asked = { readonly sent?: string | undefined; readonly returned?: string | undefined; readonly withdrawn?: string | undefined };

/** `hearten opt-outs`: whoever has opted out is left out of every figure, and counted again once they have withdrawn it. */
export function optOutsCommand() {
  return new Command("opt-outs")
    .description(
      "Applies the answer of a national data opt-out check: people who have opted out are left out of every count from the next night on.",
    )
    .argument("[file]", "NHS numbers of people who have opted out, one to a line; - for standard input")
    .option("--sent <file>", "in its place: the NHS numbers that were sent to be checked,")
    .option("--returned <file>", "and those that came back: whoever did not come back has opted out, whoever did has not")
    .option("--withdrawn <file>", "NHS numbers of people who have withdrawn their opt-out")
    .option("--data <dir>", "where everything is kept", ".hearten")
    .option("--stage <name>", "a stage on AWS in the place of a directory", stageOption)
    .option("--json", "one JSON document on stdout")
    .action(async (file, options, command) => {
      if (!isAskedFor({ file, ...options }))
        command.error("error: give a file of people who have opted out, --withdrawn, or --sent with --returned", { exitCode: 2 });
      await withStore(options, (store) => withPeople(store, (people) => apply(file, options, people)));
    });
}

/** One way of saying who has opted out, or who has withdrawn it, or both. */
function isAskedFor({ file, sent, returned, withdrawn }: Asked & { readonly file: string | undefined }): boolean {
  if (sent !== undefined || returned !== undefined) return sent !== undefined && returned !== undefined && file === undefined;
  return file !== undefined || withdrawn !== undefined;
}

async function apply(file: string | undefined, asked: Asked, people: People): Promise<Outcome> {
  const files = [file, asked.sent, asked.returned, asked.withdrawn];
  const [out, sent, returned, withdrawn] = files.map((name) => (name === undefined ? none : readNumbers(name)));
  const wrong = [out, sent, returned, withdrawn].find((each) => (each?.wrongLines.length ?? 0) > 0);
  if (wrong !== undefined)
    return { document: { rule: "nhs-number-invalid", lines: wrong.wrongLines }, lines: [wrongLinesText(wrong.wrongLines)], exitCode: 1 };
  const back = new Set(returned?.numbers);
  const lists: OptOutLists = {
    optedOut: [...(out?.numbers ?? []), ...(sent?.numbers ?? []).filter((number) => !back.has(number))],
    optedIn: [...back, ...(withdrawn?.numbers ?? [])],
  };
  const pidsOf = (numbers: readonly string[]) => inParallel([...new Set(numbers)], callsAtOnce, people.pseudonyms.personId);
  const pids = { optedOut: await pidsOf(lists.optedOut), optedIn: await pidsOf(lists.optedIn) };
  const settling = { id: people.nextId(), at: new Date().toISOString(), by: `${userInfo().username} on the command line` };
  const done = await applyOptOuts(pids, settling, people);
  const line = `${pids.optedOut.length} people have opted out and ${pids.optedIn.length} have not: ${done.people} stand differently than before, with ${done.episodes} referrals.`;
  return { document: { optedOut: pids.optedOut.length, optedIn: pids.optedIn.length, ...done }, lines: [line] };
}

const none: Numbers = { numbers: [], wrongLines: [] };
