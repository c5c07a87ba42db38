import { createHash, createHmac } from "node:crypto";
import type { OrganisationVersion } from "../../core/organisations/organisation.ts";
import type { Grant } from "../../core/ports/authority.ts";
import type { EpisodeStore } from "../../core/ports/source.ts";
import { answerFillIn } from "../../functions/fill-in/answer-fill-in.ts";
import { apiEvent } from "./api-event.ts";
import { keepingDeps } from "./keeping.ts";
import { memoryEpisodes } from "./memory-episodes.ts";
import { memoryReceipts } from "./memory-receipts.ts";

/** Two practices; `nurse` may send for the first, `both` for both, `reader` for none. */
export const ownPractice = "A81001";
export const otherPractice = "A81002";
const rights: Readonly<Record<string, readonly string[]>> = { nurse: [ownPractice], both: [ownPractice, otherPractice], reader: [] };

const base32 = (hex: string) => hex.replaceAll(/[0189]/g, "z").slice(0, 52);
const mac = (text: string) => createHmac("sha256", "key").update(text).digest("hex");

function practiceVersion(code: string): OrganisationVersion {
  const name = code === ownPractice ? "First Surgery" : "Second Surgery";
  return { code, level: "practice", kind: "practice", name, parent: null, validFrom: "2000-01-01", validTo: null, sample: true };
}

/** The pages over stores in memory, on 22 November 2026. `through` stands before the store, to make it fail. */
export function fillInService(through: (store: EpisodeStore) => EpisodeStore = (store) => store) {
  const episodes = memoryEpisodes();
  const failures: unknown[] = [];
  const told: Readonly<Record<string, string | number>>[] = [];
  let forms = 0;
  const grant = (organisation: string): Grant => ({ organisation, scope: "own", expiresOn: null });
  const deps = {
    ...keepingDeps(through(episodes)),
    receipts: memoryReceipts(),
    pseudonyms: {
      refKey: async (practice: string, id: string) => base32(mac(`${practice}|${id}`)),
      personId: async (patient: string) => mac(patient),
    },
    authority: {
      organisationVersions: async (code: string) => ([ownPractice, otherPractice].includes(code) ? [practiceVersion(code)] : []),
      grantOf: async (subject: string, code: string) => (rights[subject]?.includes(code) === true ? grant(code) : null),
    },
    senders: { grantsOf: async (subject: string) => (rights[subject] ?? []).map(grant) },
    newFormId: () => {
      forms += 1;
      return createHash("sha256").update(String(forms)).digest("hex").replaceAll(/\d/g, "q").slice(0, 24);
    },
    publicUrl: "https://hearten.example",
    // A session is the name of whoever it is of, and how often they have signed in.
    subjectOf: async (cookie: string | undefined) => /hearten-session=([a-z]+)\.\d/.exec(cookie ?? "")?.[1] ?? null,
    failed: (error: unknown) => void failures.push(error),
    tell: (counts: Readonly<Record<string, string | number>>) => void told.push(counts),
    now: () => Date.parse("2026-11-22T10:00:00Z"),
  };
  return { deps, episodes, failures, told, kept: () => episodes.events() };
}

export type Service = ReturnType<typeof fillInService>;
export type Fields = Readonly<Record<string, string | readonly string[]>>;
type Sent = { readonly session?: string; readonly headers?: Readonly<Record<string, string>> };

/** Asks for a page, as somebody's browser would. */
export async function visit({ deps }: Service, path: string, { session = "nurse.1", headers = {} }: Sent = {}) {
  const cookie = session === "" ? {} : { cookie: `hearten-session=${session}` };
  const event = apiEvent({ method: "GET", path: `/fill-in${path}`, headers: { ...cookie, ...headers }, pathParameters: proxyOf(path) });
  return answerFillIn(event, deps);
}

/** Sends a form, as somebody's browser would. */
export async function send({ deps }: Service, path: string, fields: Fields, { session = "nurse.1", headers = {} }: Sent = {}) {
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) body.append(name, one);
  const given = { "content-type": "application/x-www-form-urlencoded", origin: "https://hearten.example", ...headers };
  const cookie = session === "" ? {} : { cookie: `hearten-session=${session}` };
  const event = apiEvent({
    path: `/fill-in${path}`,
    headers: { ...cookie, ...given },
    body: body.toString(),
    pathParameters: proxyOf(path),
  });
  return answerFillIn(event, deps);
}

/** Sends a file, as somebody's browser would. */
export async function sendFile({ deps }: Service, fields: Fields, file: string | Uint8Array<ArrayBuffer>) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, String(value));
  form.set("file", new Blob([file]), "answers.csv");
  const request = new Request("https://hearten.example", { method: "POST", body: form });
  const headers = { "content-type": request.headers.get("content-type") ?? "", cookie: "hearten-session=nurse.1" };
  const body = new Uint8Array(await request.arrayBuffer());
  return answerFillIn(apiEvent({ path: "/fill-in/upload", headers, body, pathParameters: { proxy: "upload" } }), deps);
}

/** The hidden fields of the last form on a page: what a browser sends along. */
export function hiddenIn(body: string): Record<string, string> {
  const form = body.slice(body.lastIndexOf("<form method"));
  const found = form.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g);
  return Object.fromEntries([...found].map(([, name = "", value = ""]) => [name, value]));
}

/** Where an answer leads, below the pages' root. */
export function leadsTo({ headers }: { headers: Readonly<Record<string, string>> }): string {
  return (headers.location ?? "").replace("/fill-in", "");
}

function proxyOf(path: string): Record<string, string> {
  return path === "" ? {} : { proxy: path.slice(1) };
}
