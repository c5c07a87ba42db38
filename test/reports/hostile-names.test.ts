import { strFromU8, unzipSync } from "fflate";
import Papa from "papaparse";
import { describe, expect, it } from "vitest";
import { disclosePlace } from "../../core/disclosure/disclose-place.ts";
import type { PlaceFile } from "../../core/place-report.ts";
import { renderPlace } from "../../reports/render-place.ts";
import { hostile, hostileTexts } from "../support/hostile-texts.ts";
import { inventedPlace, inventedStatistic } from "../support/invented-place.ts";

/** Everything that is published of a place, archives unpacked. */
async function filesOf(name: string): Promise<readonly { readonly path: string; readonly body: string }[]> {
  const given = inventedPlace("pcn", inventedStatistic(300, 42));
  const named = <Place extends { readonly name: string }>(place: Place): Place => ({ ...place, name });
  const files = await renderPlace(
    disclosePlace({
      ...given,
      place: named(given.place),
      above: given.above.map(named),
      below: given.below.map(named),
      compared: (given.compared ?? []).map((one) => ({ ...one, place: named(one.place) })),
    }),
  );
  return files.flatMap(unpacked);
}

function unpacked(file: PlaceFile): readonly { readonly path: string; readonly body: string }[] {
  if (!file.path.endsWith(".zip")) return [file];
  return Object.entries(unzipSync(Buffer.from(file.body, "base64"))).map(([path, bytes]) => ({ path, body: strFromU8(bytes) }));
}

const tags = (markup: string) => markup.match(/<[a-z/!][^>]*>/gi) ?? [];

describe("44: an organisation with a name that is meant to hurt", () => {
  it.each(hostileTexts.filter((text) => /[<"=＝]|javascript|\$\{/.test(text) && !text.includes("\u0000")))(
    "is a name and nothing else on its pages, in pictures, tables and descriptions: %s",
    async (name) => {
      const files = await filesOf(name);

      expect(files.some(({ body }) => body.includes(hostile))).toBe(true);
      for (const { path, body } of files) {
        if (/\.(html|svg)$/.test(path)) {
          const inTags = tags(body).filter((tag) => tag.includes(hostile));
          // In a tag it may stand as the text of an attribute alone, which its quotes close.
          const outside = inTags.map((tag) => tag.replaceAll(/\s(?:aria-label|alt|title|content|data-[a-z-]+)="[^"<>]*"/g, ""));
          expect([path, outside.filter((tag) => tag.includes(hostile))]).toEqual([path, []]);
          expect([path, /<script|<img src=x|<foreignObject|href="javascript:/i.exec(body)?.[0]]).toEqual([path, undefined]);
        }
        if (path.endsWith(".json")) expect(() => JSON.parse(body)).not.toThrow();
        if (path.endsWith(".csv")) {
          const cells = Papa.parse<string[]>(body).data.flat();
          expect([path, cells.filter((cell) => cell.includes(hostile) && /^[\s"]*[=+@＝-]/.test(cell))]).toEqual([path, []]);
        }
      }
    },
    60_000,
  );
});
