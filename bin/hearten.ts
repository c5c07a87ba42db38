import { Command } from "@commander-js/extra-typings";
import { commands } from "./commands.ts";

/** Exit codes of the command line: 1 means the data was refused, 2 that the call was wrong. */
const wrongCall = 2;

// Whoever reads the output may stop reading (`hearten check ... | head`): that is no failure of ours.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

const [name] = process.argv.slice(2);
const chosen = commands.find((command) => command.name === name);
const program = new Command("hearten")
  .description("Tracks the outcomes of social prescribing and publishes what they mean.")
  .showHelpAfterError("(hearten --help lists the commands)")
  .exitOverride((error) => {
    process.exit(error.exitCode === 0 ? 0 : wrongCall);
  });

program.option("--version", "the version, and the code and method that reports made by this checkout are stamped with");
if (name === "--version") {
  process.stdout.write(`${(await import("./version.ts")).version()}\n`);
  process.exit();
}

// Only the command that was asked for is loaded: `score` should not wait for the drawing of figures.
if (chosen) program.addCommand((await chosen.load()).copyInheritedSettings(program));
else for (const { name, summary } of commands) program.command(name).summary(summary).description(summary);

await program.parseAsync();
