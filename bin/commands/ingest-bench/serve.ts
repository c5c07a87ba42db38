import { progressOn } from "../../../local/progress.ts";
import { tokenSource } from "../../../local/sample/access-token.ts";
import { startSample } from "../../../local/sample/start-sample.ts";
import { startStack } from "../../../local/stack.ts";
import { scopes } from "../../../names.ts";

/** The whole product in a process of its own, until its standard input ends. Its first line of output says how to send to it. */
const stack = await startStack({ dataDir: process.argv[2] ?? "", port: 0 });
const sample = { today: "2026-11-22", size: { referrals: 20, practices: 5 } };
const { roles } = await startSample(stack, sample, progressOn({ write: () => true }));
const [supplier] = stack.directory.suppliers;
const [practice] = roles.suppliers["supplier-one"];
if (supplier?.clientId !== "supplier-one" || practice === undefined) throw new Error("the sample has nobody who may send");
const token = await tokenSource(stack.tokenUrl, supplier, scopes.submit)();
const told = { url: stack.baseUrl, token, practice, dynamo: stack.endpoints.AWS_ENDPOINT_URL_DYNAMODB, table: stack.source };
process.stdout.write(`${JSON.stringify({ ...told, credentials: stack.credentials, region: stack.region })}\n`);
process.stdin.resume().on("end", () => void stack.stop());
