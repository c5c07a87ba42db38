import { checkWhole, measured, splitWhole } from "./read-whole.ts";

const [what, file = ""] = process.argv.slice(2);
process.stdout.write(`${JSON.stringify(await measured(() => (what === "check" ? checkWhole(file) : splitWhole(file))))}\n`);
