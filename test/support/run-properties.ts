import { spawnSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";

/** `npm run properties [-- PATH ...]`: every test file that states properties, with a seed drawn now and, where a test does not fix how many, 2,000 cases of each. */
const [, , ...asked] = process.argv;
const files = asked.length > 0 ? asked : globSync("test/**/*.test.ts").filter((file) => readFileSync(file, "utf8").includes("fast-check"));
const seed = process.env.PROPERTY_SEED ?? String(Math.floor(Math.random() * 2 ** 31));
const env = { PROPERTY_CASES: "2000", ...process.env, PROPERTY_SEED: seed };

process.stdout.write(`${files.length} files of properties, PROPERTY_SEED=${seed}, PROPERTY_CASES=${env.PROPERTY_CASES}\n`);
process.exitCode = spawnSync("npx", ["vitest", "run", "--testTimeout=600000", ...files], { env, stdio: "inherit" }).status ?? 1;
