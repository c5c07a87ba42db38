import { join } from "node:path";
import { startDynamo } from "../../../local/dynamo-process.ts";
import { progressOn } from "../../../local/progress.ts";
import { writeAccess } from "../../../local/sample/access-file.ts";
import { tokenSource } from "../../../local/sample/access-token.ts";
import { startSample } from "../../../local/sample/start-sample.ts";
import { startStack } from "../../../local/stack.ts";
import { scopes } from "../../../names.ts";
import { startCountingRelay } from "./counting-relay.ts";

/**
 * The whole product in a process of its own, until its standard input ends. Its first line of output says how to send to it. With `counted` its
 * database is behind a relay that counts the calls, which takes time of its own.
 */
const [dataDir = "", how] = process.argv.slice(2);
const counted = how === "counted" ? await countedStore(join(dataDir, "counted.sqlite")) : null;
const environment = counted === null ? process.env : { ...process.env, AWS_ENDPOINT_URL_DYNAMODB: counted.url };
const stack = await startStack({ dataDir, port: 0, environment });
const sample = { today: "2026-11-22", size: { referrals: 20, practices: 5 } };
const { roles } = await startSample(stack, sample, progressOn({ write: () => true }));
const [supplier] = stack.directory.suppliers;
const [practice] = roles.suppliers["supplier-one"];
if (supplier?.clientId !== "supplier-one" || practice === undefined) throw new Error("the sample has nobody who may send");
const token = await tokenSource(stack.tokenUrl, supplier, scopes.submit)();
const access = writeAccess(stack, roles);
const store = { dynamo: stack.endpoints.AWS_ENDPOINT_URL_DYNAMODB, table: stack.source, calls: counted && `${counted.url}/calls` };
const told = { url: stack.baseUrl, token, practice, access, ...store };
process.stdout.write(`${JSON.stringify({ ...told, credentials: stack.credentials, region: stack.region })}\n`);
process.stdin.resume().on("end", () => void stack.stop().then(counted?.stop));

async function countedStore(file: string) {
  const engine = await startDynamo({ file });
  const relay = await startCountingRelay(engine.url);
  return { url: relay.url, stop: () => relay.stop().then(engine.stop) };
}
