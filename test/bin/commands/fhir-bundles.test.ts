import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { checkCommand } from "../../../bin/commands/check.ts";
import { submitCommand } from "../../../bin/commands/submit.ts";
import { bundle, entry, observation, patient, questionnaireResponse, serviceRequest, wholeStory } from "../../support/fhir-examples.ts";
import { startIngestService } from "../../support/ingest-service.ts";
import { runCommand } from "../../support/run-command.ts";

const directory = mkdtempSync(join(tmpdir(), "hearten-"));
let service: Awaited<ReturnType<typeof startIngestService>>;
beforeAll(async () => {
  service = await startIngestService();
});
afterAll(async () => {
  await service.stop();
  rmSync(directory, { recursive: true });
});

const destination = () => ["--url", service.url, "--token-url", `${service.url}/token`, "--client", "c1", "--secret", "secret"];
const disagreeing = [
  entry("p1", patient()),
  entry("sr1", serviceRequest()),
  entry("qr1", questionnaireResponse()),
  entry("o1", observation({ valueQuantity: { value: 13, unit: "{score}", system: "http://unitsofmeasure.org", code: "{score}" } })),
];

function file(name: string, content: unknown): string {
  const path = join(directory, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
}

it("a bundle is sent as FHIR and told by its receipt, and the same bundle again is the same submission", async () => {
  const path = file("story.json", wholeStory());

  const first = await runCommand(submitCommand, path, "--json", ...destination());
  const again = await runCommand(submitCommand, path, "--json", ...destination());

  expect(first.exitCode).toBe(0);
  expect(JSON.parse(first.out)).toMatchObject({ submissionId: expect.stringMatching(/^f-story-/), status: "complete", rejected: 0 });
  expect(JSON.parse(first.out).accepted).toBeGreaterThan(2);
  expect(JSON.parse(again.out)).toEqual(JSON.parse(first.out));
});

it("a bundle has its own identifier for its id", async () => {
  const path = file("named.json", wholeStory({ identifier: { system: "https://practice.example/bundles", value: "bundle-7" } }));

  expect(JSON.parse((await runCommand(submitCommand, path, "--json", ...destination())).out)).toMatchObject({ submissionId: "bundle-7" });
});

it("what is wrong with an entry is told by its place, and the check says the same without the service", async () => {
  const path = file("disagreeing.json", bundle(disagreeing));

  const online = await runCommand(submitCommand, path, "--json", ...destination());
  const offline = await runCommand(checkCommand, path, "--json");

  const told = ({ index, rule, fix }: Record<string, unknown>) => [index, rule, fix];
  const rejected = JSON.parse(online.out).records.filter(({ outcome }: { outcome: string }) => outcome === "rejected");
  expect(rejected).toMatchObject([
    { index: 2, rule: "fhir-score-disagrees" },
    { index: 3, rule: "fhir-score-disagrees" },
  ]);
  expect(JSON.parse(offline.out).findings.map(told)).toEqual(rejected.map(told));
  expect([online.exitCode, offline.exitCode]).toEqual([1, 1]);
});

it("a transaction of which one entry is wrong is told as refused, every record of it", async () => {
  const path = file("transaction.json", bundle(disagreeing, { type: "transaction" }));

  const { out, exitCode } = await runCommand(submitCommand, path, "--json", ...destination());

  const { received, rejected } = JSON.parse(out);
  expect([rejected, exitCode]).toEqual([received, 1]);
});

it("what is FHIR and no bundle that is taken is refused as a whole, by the same rule here and there", async () => {
  const path = file("patient.json", patient());

  const online = await runCommand(submitCommand, path, "--json", ...destination());
  const offline = await runCommand(checkCommand, path, "--json");

  const [problem] = JSON.parse(online.out).problems;
  expect(JSON.parse(offline.out).findings).toMatchObject([{ rule: problem.rule, fix: problem.fix }]);
  expect([online.exitCode, offline.exitCode]).toEqual([1, 1]);
});
