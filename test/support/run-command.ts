import type { checkCommand } from "../../bin/commands/check.ts";
import type { submitCommand } from "../../bin/commands/submit.ts";

/** Runs a command and says what it wrote, what it complained of and how it ended: 1 when it refused, 2 when the call was wrong. */
export async function runCommand(make: typeof checkCommand | typeof submitCommand, ...args: string[]) {
  const out: string[] = [];
  const complaints: string[] = [];
  let refused = false;
  const command = make({
    write: (text) => out.push(text),
    complain: (text) => complaints.push(text),
    refuse: () => {
      refused = true;
    },
    watched: false,
  });
  command.exitOverride().configureOutput({ writeErr: (text) => void complaints.push(text) });
  const exitCode = await command.parseAsync(args, { from: "user" }).then(
    () => (refused ? 1 : 0),
    (error: { exitCode: number }) => error.exitCode,
  );
  return { out: out.join(""), complaints: complaints.join(""), exitCode };
}
