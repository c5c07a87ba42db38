import { startStorage } from "../../../local/s3/server.ts";

/** A storage server that a test may kill: says where it is on one line. */
const [directory = ""] = process.argv.slice(2);
const { url } = await startStorage({ directory, credentials: { local: "local" } });
process.stdout.write(`${url}\n`);
