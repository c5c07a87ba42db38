import { startStack } from "../../../local/stack.ts";

/** A stack that a test may kill: says where its database and storage are on one line. */
const [dataDir = ""] = process.argv.slice(2);
const { endpoints, source, raw } = await startStack({ dataDir, port: 0 });
process.stdout.write(`${JSON.stringify({ endpoints, source, raw })}\n`);
