import fc from "fast-check";
import { expect, it } from "vitest";
import { countKeys, mergeStatistics, parseStatistic, statisticText } from "../../core/statistic.ts";
import { lessText, sumTexts } from "../../core/statistic-texts.ts";

// keys that begin alike, that begin with all of another, and one that no code page knows
const key = fc.constantFrom(
  "pair|phq-9|gp|arts|1|6",
  "pair|phq-9|gp|arts|11|6",
  "pair|phq-9|gp|arts|1|61",
  "pair",
  "single|ÿ|9",
  "single|\u{1f600}|9",
);
const text = fc.array(key, { maxLength: 40 }).map((keys) => statisticText(countKeys(keys)));
const texts = fc.array(text, { maxLength: 7 });

it("a sum of texts is the text of the sum, to the byte, for any texts", () => {
  fc.assert(
    fc.property(texts, (all) => {
      expect(sumTexts(all)).toBe(statisticText(mergeStatistics(all.map(parseStatistic))));
    }),
  );
});

it("taking some of the texts out of a sum leaves the sum of the others, to the byte, for any texts", () => {
  fc.assert(
    fc.property(texts, texts, (stay, left) => {
      expect(lessText(sumTexts([...stay, ...left]), sumTexts(left))).toBe(sumTexts(stay));
    }),
  );
});

it("taking out more than there is says so, as a count below nothing", () => {
  expect(lessText("flow|gp\t2\n", "flow|gp\t3\nlost|gp\t1\n")).toBe("flow|gp\t-1\nlost|gp\t-1\n");
});
