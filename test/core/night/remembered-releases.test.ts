import { describe, expect, it } from "vitest";
import { sha256 } from "../../../adapters/sha256.ts";
import { rememberedReleases } from "../../../core/night/remembered-releases.ts";

/** A store that notes what it is asked for. */
function store() {
  const [kept, asked] = [new Map<string, string>(), [] as string[]];
  const keepRelease = async (text: string) => {
    kept.set(sha256(text), text);
    return sha256(text);
  };
  const readRelease = async (hash: string) => {
    asked.push(hash);
    return kept.get(hash) ?? null;
  };
  return { kept, asked, reports: { keepRelease, readRelease } };
}

describe("released tables that were kept a moment ago", () => {
  it("are written, and at hand without asking the store again", async () => {
    const { kept, asked, reports } = store();
    const { keep, read } = rememberedReleases({ reports }, { since: undefined });
    const hash = await keep("a table");

    expect(await read(hash)).toBe("a table");
    expect(kept.get(hash)).toBe("a table");
    expect(asked).toEqual([]);
  });

  it("are asked of the store where they do not fit, as are those that others kept: memory has an end", async () => {
    const { asked, reports } = store();
    const { keep, read } = rememberedReleases({ reports }, { since: undefined, most: 10 });
    const [first, second] = [await keep("six 12"), await keep("six 34")];
    const others = await reports.keepRelease("another's");

    expect([await read(first), await read(second), await read(others)]).toEqual(["six 12", "six 34", "another's"]);
    expect(asked).toEqual([second, others]);
  });
});
