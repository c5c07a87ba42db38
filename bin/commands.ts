import type { CommandUnknownOpts } from "@commander-js/extra-typings";

/** One command: what `hearten --help` says of it, and the module that holds it. */
export type CommandEntry = { readonly name: string; readonly summary: string; readonly load: () => Promise<CommandUnknownOpts> };

/** Every command of `hearten`, in the order in which `--help` lists them. */
export const commands: readonly CommandEntry[] = [
  {
    name: "start",
    summary: "the whole product on this machine",
    load: async () => (await import("./commands/start.ts")).startCommand(),
  },
  {
    name: "simulate",
    summary: "a synthetic service with a known truth",
    load: async () => (await import("./commands/simulate.ts")).simulateCommand(),
  },
  {
    name: "score",
    summary: "one questionnaire scored, nothing stored",
    load: async () => (await import("./commands/score.ts")).scoreCommand(),
  },
];
