import { describe, expect, it } from "vitest";
import { readBody } from "../../../functions/take-submission/read-body.ts";
import { takeSubmission } from "../../../functions/take-submission/take-submission.ts";
import { takingDeps } from "../../support/memory-taking.ts";

const moment = { today: "2026-11-22", now: Date.parse("2026-11-22T12:00:00Z") };
const header =
  "practice,pcn,icb,patient,referral_id,referral_date,referrer_role,activity,age_band,sex,imd_quintile,instrument,survey_date,score";
const row = (cells: Partial<Record<"practice" | "patient" | "referral" | "role" | "activity" | "score", string>> = {}) =>
  [
    ...[cells.practice ?? "A81001", "", "", cells.patient ?? "N1", cells.referral ?? "R1", "2026-03-02", cells.role ?? "nurse"],
    ...[cells.activity ?? "gardening", "", "", "", "PHQ9", "2026-03-04", cells.score ?? "11"],
  ].join(",");
const csv = (...rows: readonly string[]) => `${header}\n${rows.join("\n")}\n`;
const latin = (text: string) => Buffer.from(text, "latin1");

/** What becomes of bytes that are sent as CSV: the rule by which all of it is refused, or the verdict on each row. */
async function verdictOn(bytes: Uint8Array): Promise<string> {
  const request = { client: "c1", contentType: "text/csv", body: bytes, idempotencyKey: "s1" };
  const answer = await takeSubmission(request, takingDeps().deps);
  if ("problem" in answer) return answer.problem.rule;
  return answer.receipt.records.map(({ rule, outcome }) => rule ?? outcome).join(" ");
}

const decisions: readonly (readonly [string, Uint8Array, string])[] = [
  ["UTF-8 with a byte order mark", Buffer.from(`\ufeff${csv(row())}`), "accepted"],
  ["UTF-16 with one", Buffer.from(`\ufeff${csv(row())}`, "utf16le"), "accepted"],
  ["UTF-16 without one", Buffer.from(csv(row()), "utf16le"), "encoding"],
  ["the curly quotes of cp1252", Buffer.concat([latin(csv(row())), Buffer.from([0x93, 0x94])]), "encoding"],
  [
    "an accent of cp1252 after a thousand rows of ASCII",
    Buffer.concat([latin(csv(...Array.from({ length: 400 }, () => row()))), latin("é")]),
    "encoding",
  ],
  ["an overlong slash", Buffer.concat([latin(csv(row())), Buffer.from([0xc0, 0xaf])]), "encoding"],
  ["half of a surrogate pair", Buffer.concat([latin(csv(row())), Buffer.from([0xed, 0xa0, 0x80])]), "encoding"],
  ["a letter that is cut off at the end", Buffer.concat([latin(csv(row())), Buffer.from([0xe2, 0x82])]), "encoding"],
  ["a NUL", Buffer.from(csv(row({ activity: "gar\0dening" }))), "encoding"],
  ["a practice in Cyrillic A", Buffer.from(csv(row({ practice: "\u041081001" }))), "practice-format"],
  ["a practice in full-width digits", Buffer.from(csv(row({ practice: "A８１００１" }))), "practice-format"],
  ["a practice with a space without width", Buffer.from(csv(row({ practice: "A81001\u200b" }))), "practice-format"],
  ["a practice after a stray byte order mark, which is white space", Buffer.from(csv(row({ practice: "\ufeffA81001" }))), "accepted"],
  ["a reference that is written from right to left", Buffer.from(csv(row({ referral: "R\u202e1" }))), "id-format"],
  ["a reference with a soft hyphen", Buffer.from(csv(row({ referral: "R\u00ad1" }))), "id-format"],
  ["a role in Cyrillic letters", Buffer.from(csv(row({ role: "nur\u0455e" }))), "not-in-list"],
  ["a score in full-width digits", Buffer.from(csv(row({ score: "１１" }))), "wrong-type"],
  ["an NHS number in Arabic digits as a reference", Buffer.from(csv(row({ referral: "٩٩٩٠٠٠٠٠١٨" }))), "nhs-number-misplaced"],
];

describe("46: bytes and letters that are not what they seem", () => {
  it.each(decisions)("%s: decided once, the same way for whoever sends it", async (_, bytes, decision) => {
    expect(await verdictOn(bytes)).toBe(decision);
  });

  it("decides the encoding by the first bytes, and never again in the middle", () => {
    const mixed = Buffer.concat([Buffer.from(csv(row())), Buffer.from(`\ufeff${csv(row())}`, "utf16le")]);
    const read = readBody({ contentType: "text/csv", body: mixed }, moment, (text) => text);

    expect(read).toMatchObject({ ok: false, refusals: [{ rule: "encoding" }] });
  });

  it("takes a name's own accents as one letter, however they were composed", async () => {
    const { deps, episodes } = takingDeps();
    const send = (id: string, activity: string) =>
      takeSubmission({ client: "c1", contentType: "text/csv", body: Buffer.from(csv(row({ activity }))), idempotencyKey: id }, deps);
    await send("s1", "caf\u00e9");
    const facts = () => [...episodes.heads.values()].map((head) => ({ ...JSON.parse(head), standings: null }));
    const before = facts();
    const again = await send("s2", "cafe\u0301");

    expect("receipt" in again && again.receipt.records.map(({ outcome }) => outcome)).toEqual(["duplicate"]);
    expect(facts()).toEqual(before);
  });
});
