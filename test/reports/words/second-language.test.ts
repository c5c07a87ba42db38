import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { profileOf } from "../../../core/disclosure/profile.ts";
import { instruments } from "../../../core/instruments/registry.ts";
import { madeWith } from "../../../reports/made-with.ts";
import { disclosureText } from "../../../reports/words/disclosure-words.ts";
import { inventedReport, inventedReports } from "../../support/invented-reports.ts";
import { inSecondLanguage, translated } from "../../support/second-language.ts";

const run = promisify(execFile);

/** What is no text of ours, and stands on a page in any language as it is: names, addresses, and what others declared or wrote. */
function givenTexts(): readonly string[] {
  const places = Object.values(inventedReports).flatMap(({ place, above, below, outcomes }) => [
    ...[place, ...above, ...below].flatMap(({ name, code }) => [name, code]),
    ...outcomes.flatMap(({ funnel }) => funnel?.points.flatMap(({ name }) => name ?? []) ?? []),
  ]);
  const measures = [...instruments.values()].flatMap(({ name, subscales, caseness, reliableChange, minimalImportantDifference, bands }) => [
    name,
    ...subscales.flatMap((part) => [`${name} ${part.name.toLowerCase()}`, ...sourcesIn(part)]),
    ...(bands?.list.map(({ label }) => label) ?? []),
    ...(caseness === null ? [] : [caseness.meaning]),
    ...sourcesIn({ caseness, reliableChange, minimalImportantDifference, bands }),
  ]);
  const declared = ["Nurse-led referral and low mood", "follow-up by text message began", "PHQ9", "GAD7"];
  const formats = ["CSV", "SVG", "JSON", "ZIP", "Vega-Lite", "/v1/status"];
  return [
    ...places,
    ...measures,
    ...declared,
    ...formats,
    ...Object.keys(madeWith),
    ...(["england", "icb"] as const).map((level) => profileOf(level).name),
  ];
}

function sourcesIn(facts: Readonly<Record<string, unknown>>): readonly string[] {
  return ["caseness", "reliableChange", "minimalImportantDifference", "bands"].flatMap((key) => {
    const fact = facts[key] as { readonly source?: string; readonly list?: readonly { readonly label: string }[] } | null | undefined;
    return [fact?.source ?? "", ...(fact?.list?.map(({ label }) => label) ?? [])];
  });
}

const address = /(?:england|(?:icb|pcn|practice)\/[A-Z0-9]+)(?:\/[a-z-]+)*\/index\.html#[a-z-]+|https?:\/\/[^\s<"]+|\bcode [a-z0-9]+/g;

/** What is read on a page or heard of it: its texts, and what its pictures and parts are called. */
function heardOn(body: string): readonly string[] {
  const texts = [...body.replace(/<style[\s\S]*?<\/style>/g, "").matchAll(/>([^<]+)</g)].map(([, text = ""]) => text);
  const named = [...body.matchAll(/\s(?:aria-label|title|alt)="([^"]*)"|<meta name="description" content="([^"]*)"/g)];
  return [...texts, ...named.map(([, label, description]) => label ?? description ?? "")].map((text) =>
    text.replaceAll("&amp;", "&").replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&#39;", "'"),
  );
}

/** Words of the first language that are no part of what was given. In a picture, whose lines are broken anywhere, word by word. */
function leftIn(body: string, given: readonly string[]): readonly string[] {
  const words = new Set(given.flatMap((text) => text.toLowerCase().match(/[a-z]+/g) ?? []));
  const pictures = (body.match(/<svg[\s\S]*?<\/svg>/g) ?? []).flatMap(heardOn).map((text) => text.replace(address, " "));
  const page = heardOn(body.replace(/<svg[\s\S]*?<\/svg>/g, "")).map((text) => text.replace(address, " "));
  return [
    ...pictures.flatMap((text) => text.match(/[A-Za-z]{2,}/g)?.filter((word) => !words.has(word.toLowerCase())) ?? []),
    ...page.flatMap((text) => given.reduce(withoutText, text).match(/[A-Za-z]{2,}/g) ?? []),
  ];
}

function withoutText(text: string, given: string): string {
  if (given === "") return text;
  const at = text.toLowerCase().indexOf(given.toLowerCase());
  return at < 0 ? text : withoutText(`${text.slice(0, at)} ${text.slice(at + given.length)}`, given);
}

let pages: readonly (readonly [path: string, body: string])[] = [];

beforeAll(async () => {
  const program = new URL("../../support/pages-in-second-language.ts", import.meta.url).pathname;
  const { stdout } = await run(process.execPath, [program], { maxBuffer: 256 * 2 ** 20 });
  pages = JSON.parse(stdout);
}, 300_000);

describe("with the catalogue of words in another language", () => {
  it("no page, description, label or picture keeps a word of the first: a translation of the catalogue is one of the site", () => {
    const given = [...givenTexts()].sort((a, b) => b.length - a.length);
    const left = new Map<string, string>();
    for (const [path, body] of pages) for (const word of leftIn(body, given)) if (!left.has(word)) left.set(word, path);

    expect([...left].map(([word, path]) => `${word}: ${path}`)).toEqual([]);
  });

  it("every kind of page is among them", () => {
    const kinds = ["evidence", "missing-data", "evaluation-methods", "data-quality", "what-changed", "methods", "anxiety", "isolation"];
    const paths = pages.map(([path]) => path);

    for (const kind of kinds) expect(paths.some((path) => path.endsWith(`${kind}/index.html`))).toBe(true);
    expect(paths.filter((path) => path.startsWith("status-")).length).toBeGreaterThan(10);
    expect(paths.filter((path) => path.endsWith(".svg")).length).toBeGreaterThan(50);
    expect(pages.every(([, body]) => /[àáâãäåæçèéêëìíîïðñòóôõöøùúû]/.test(body) || !body.includes("<text"))).toBe(true);
  });

  it("a text that stands outside the catalogue would be found, and what is only a key would not be changed", () => {
    expect(leftIn(`<p>${translated("Average scores")} were lower</p>`, [])).toEqual(["were", "lower"]);
    expect(leftIn(`<svg aria-label="A funnel"><text>${translated("No text")}</text></svg>`, [])).toEqual(["funnel"]);
    expect(leftIn("<svg><text>Minimal to</text></svg>", ["Minimal"])).toEqual(["to"]);
    const source =
      'import { a } from "b";\nexport const c = (d: "e") => (d === "e" ? `f $' +
      '{d} g` : h.get("i"));\nconst j = { "k": "l", kind: "m" };';
    expect(inSecondLanguage(source)).toBe(
      'import { a } from "b";\nexport const c = (d: "e") => (d === "e" ? `' +
        `${translated("f")} $` +
        `{d} ${translated("g")}\` : h.get("i"));\nconst j = { "k": "${translated("l")}", kind: "m" };`,
    );
  });
});

it("says of each shipped profile what the profile says of itself", () => {
  for (const level of ["england", "icb"] as const) {
    const { name, words } = profileOf(level);
    const place = inventedReport(level);
    expect(disclosureText({ ...place, suppression: { profile: name, words: "" } })).toBe(words);
  }
});
