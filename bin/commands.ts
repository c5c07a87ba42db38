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
    name: "check",
    summary: "every validation the server makes, offline",
    load: async () => (await import("./commands/check.ts")).checkCommand(),
  },
  {
    name: "submit",
    summary: "send CSV, NDJSON, JSON or FHIR, and print the receipt",
    load: async () => (await import("./commands/submit.ts")).submitCommand(),
  },
  {
    name: "template",
    summary: "the forms of CSV that are read, and the header of each",
    load: async () => (await import("./commands/template.ts")).templateCommand(),
  },
  {
    name: "score",
    summary: "one questionnaire scored, nothing stored",
    load: async () => (await import("./commands/score.ts")).scoreCommand(),
  },
  {
    name: "analyse",
    summary: "the statistics of any long CSV, no server",
    load: async () => (await import("./commands/analyse.ts")).analyseCommand(),
  },
  {
    name: "spc",
    summary: "XmR limits and special causes of any series",
    load: async () => (await import("./commands/spc.ts")).spcCommand(),
  },
  {
    name: "nightly",
    summary: "one night now, or what it would do",
    load: async () => (await import("./commands/nightly.ts")).nightlyCommand(),
  },
  {
    name: "rebuild",
    summary: "everything derived, made anew from the events",
    load: async () => (await import("./commands/rebuild.ts")).rebuildCommand(),
  },
  {
    name: "verify",
    summary: "whether what is derived and published is what the events say",
    load: async () => (await import("./commands/verify.ts")).verifyCommand(),
  },
  {
    name: "runs",
    summary: "what each night did",
    load: async () => (await import("./commands/runs.ts")).runsCommand(),
  },
  {
    name: "rollback",
    summary: "publish an earlier generation again",
    load: async () => (await import("./commands/rollback.ts")).rollbackCommand(),
  },
  {
    name: "withdraw-pack",
    summary: "close the public pack of a month",
    load: async () => (await import("./commands/withdraw-pack.ts")).withdrawPackCommand(),
  },
  {
    name: "collect",
    summary: "remove the pages that nobody can be reading any more",
    load: async () => (await import("./commands/collect.ts")).collectCommand(),
  },
  {
    name: "explain",
    summary: "which events made a published number, as counts",
    load: async () => (await import("./commands/explain.ts")).explainCommand(),
  },
  {
    name: "site",
    summary: "the live generation as plain files",
    load: async () => (await import("./commands/site.ts")).siteCommand(),
  },
  {
    name: "export",
    summary: "the de-identified dataset of a declared project",
    load: async () => (await import("./commands/export.ts")).exportCommand(),
  },
  {
    name: "query",
    summary: "a saved query, or SQL of one's own, over what the statistics are made from",
    load: async () => (await import("./commands/query.ts")).queryCommand(),
  },
  {
    name: "import-organisations",
    summary: "the real ODS files, effective-dated",
    load: async () => (await import("./commands/import-organisations.ts")).importOrganisationsCommand(),
  },
  {
    name: "erase",
    summary: "a person erased, or every erasure repeated after a restore",
    load: async () => (await import("./commands/erase.ts")).eraseCommand(),
  },
  {
    name: "opt-outs",
    summary: "the answer of a national data opt-out check applied",
    load: async () => (await import("./commands/opt-outs.ts")).optOutsCommand(),
  },
  {
    name: "grants",
    summary: "who may send for, or read about, which organisations",
    load: async () => (await import("./commands/grants.ts")).grantsCommand(),
  },
  {
    name: "drill",
    summary: "a rehearsal of what must work on the worst day: restore",
    load: async () => (await import("./commands/drill.ts")).drillCommand(),
  },
  {
    name: "doctor",
    summary: "what is wrong here or on a stage, and what to do about it",
    load: async () => (await import("./commands/doctor.ts")).doctorCommand(),
  },
  {
    name: "cost",
    summary: "what the service costs on AWS in a month",
    load: async () => (await import("./commands/cost.ts")).costCommand(),
  },
  {
    name: "bench",
    summary: "the benchmarks, with their peers where present",
    load: async () => (await import("./commands/bench.ts")).benchCommand(),
  },
];
