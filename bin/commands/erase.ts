import { userInfo } from "node:os";
import { Command, InvalidArgumentError, type OptionValues } from "@commander-js/extra-typings";
import { londonDate } from "../../core/night/london-date.ts";
import { type Erasure, erasePerson, type WhomToErase } from "../../core/people/erase-person.ts";
import { replayExclusions } from "../../core/people/replay.ts";
import type { ErasureRecord } from "../../core/ports/exclusions.ts";
import { isPracticeCode } from "../../core/practice/speaks-for.ts";
import { type Outcome, withStore } from "./night/with-store.ts";
import { stageOption } from "./options.ts";
import { readNumbers, wrongLinesText } from "./people/read-numbers.ts";
import { type People, withPeople } from "./people/with-people.ts";

type Asked = OptionValues & {
  readonly nhsNumbers?: string | undefined;
  readonly practice?: string | undefined;
  readonly referral?: string | undefined;
  readonly localId?: string | undefined;
  readonly replay?: true | undefined;
  readonly list?: true | undefined;
};

/** `hearten erase`: everything that is kept of a person goes, and nothing of them is kept again. */
export function eraseCommand() {
  return new Command("erase")
    .description(
      "Erases people: what is kept of them goes at once, what is counted of them with the next night, what is published when at least seven others have moved, what is sent again is not kept.",
    )
    .option(
      "--nhs-numbers <file>",
      "whom, by NHS number: a file with one to a line, or - for standard input; never an argument, which others can see",
    )
    .option("--practice <ods>", "at this practice alone", practiceOption)
    .option("--referral <id>", "whom: the person whom this referral of the practice is about")
    .option("--local-id <id>", "whom: the person by the practice's own id")
    .option("--replay", "repeats every erasure and opt-out there ever was: after a restore, before anybody reads")
    .option("--list", "every erasure: who asked for it, when, where, of how many referrals")
    .option("--data <dir>", "where everything is kept", ".hearten")
    .option("--stage <name>", "a stage on AWS in the place of a directory", stageOption)
    .option("--json", "one JSON document on stdout")
    .action(async (options, command) => {
      const wrong = wrongCall(options);
      if (wrong !== null) command.error(`error: ${wrong}`, { exitCode: 2 });
      await withStore(options, (store) => withPeople(store, (people) => erase(options, people)));
    });
}

/** Exactly one thing is asked for. */
function wrongCall({ nhsNumbers, practice, referral, localId, replay, list }: Asked): string | null {
  const asked = [nhsNumbers, referral, localId, replay, list].filter((one) => one !== undefined).length;
  if (asked !== 1) return "say whom to erase: --nhs-numbers, --referral or --local-id; or --replay, or --list";
  return (referral !== undefined || localId !== undefined) && practice === undefined ? "say whose id that is: --practice" : null;
}

async function erase(asked: Asked, people: People): Promise<Outcome> {
  if (asked.list === true) return listed(await people.store.erasures());
  if (asked.replay === true) {
    const replayed = await replayExclusions(people);
    const line = `${replayed.entries} erasures and lists of opt-outs repeated: ${replayed.episodes} referrals were not as they say.`;
    return { document: replayed, lines: [line] };
  }
  const whom = await whomOf(asked, people);
  if (!Array.isArray(whom)) return whom;
  const erasures: Erasure[] = [];
  for (const one of whom) {
    const now = new Date();
    const settling = { id: people.nextId(), at: now.toISOString(), by: `${userInfo().username} on the command line`, on: londonDate(now) };
    erasures.push(await erasePerson(one, settling, people));
  }
  const episodes = erasures.reduce((sum, erasure) => sum + erasure.episodes, 0);
  const line = `${erasures.length === 1 ? "1 person" : `${erasures.length} people`} erased, of whom ${episodes} referrals were kept. The next night counts without them.`;
  return { document: { erasures, episodes }, lines: [line] };
}

async function whomOf({ nhsNumbers, practice, referral, localId }: Asked, { pseudonyms }: People): Promise<WhomToErase[] | Outcome> {
  if (practice !== undefined && referral !== undefined) return [{ key: { practice, refKey: await pseudonyms.refKey(practice, referral) } }];
  if (practice !== undefined && localId !== undefined) return [{ pid: await pseudonyms.personId(`${practice}|${localId}`), practice }];
  const { numbers, wrongLines } = readNumbers(nhsNumbers ?? "-");
  if (wrongLines.length > 0)
    return { document: { rule: "nhs-number-invalid", lines: wrongLines }, lines: [wrongLinesText(wrongLines)], exitCode: 1 };
  return Promise.all([...new Set(numbers)].map(async (number) => ({ pid: await pseudonyms.personId(number), practice: practice ?? null })));
}

function listed(erasures: readonly ErasureRecord[]): Outcome {
  const lines = erasures.map(
    ({ at, by, practice, episodes }) => `${at}  ${practice ?? "everywhere"}  ${episodes ?? "not finished"} referrals  ${by}`,
  );
  return { document: erasures, lines: lines.length > 0 ? lines : ["Nobody has been erased."] };
}

function practiceOption(text: string): string {
  if (!isPracticeCode(text)) throw new InvalidArgumentError("the ODS code of a practice is needed");
  return text;
}
