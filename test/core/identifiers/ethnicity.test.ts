import { describe, expect, it } from "vitest";
import { ethnicCategories } from "../../../core/events/event.ts";
import {
  type EthnicCategory,
  ethnicCategoryNames,
  ethnicCategoryOf,
  ethnicGroupOf,
  ethnicGroups,
  isEthnicMinority,
} from "../../../core/identifiers/ethnicity.ts";

const categories = Object.keys(ethnicCategoryNames) as EthnicCategory[];

describe("the ethnic categories", () => {
  it("are the sixteen of the standard, Z and 99: the ones that events may carry", () => {
    expect(categories.toSorted()).toEqual([...ethnicCategories].toSorted());
    expect(categories).toHaveLength(18);
  });

  it("fall into the five groups and two for no category, each in exactly one, none left empty", () => {
    const partition = Map.groupBy(categories, (category) => ethnicGroupOf(category));

    expect([...partition.values()].flat().toSorted()).toEqual(categories.toSorted());
    expect(Object.fromEntries([...partition].map(([group, members]) => [group, members.toSorted().join("")]))).toEqual({
      white: "ABC",
      mixed: "DEFG",
      asian: "HJKL",
      black: "MNP",
      other: "RS",
      "not-stated": "Z",
      "not-known": "99",
    });
    expect([...partition.keys()].toSorted()).toEqual([...ethnicGroups].toSorted());
  });

  it("put Chinese under other as in 2001, or under Asian as in 2011 and 2021, when told so", () => {
    expect([ethnicGroupOf("R"), ethnicGroupOf("R", "asian")]).toEqual(["other", "asian"]);
    for (const category of categories.filter((one) => one !== "R")) expect(ethnicGroupOf(category, "asian")).toBe(ethnicGroupOf(category));
  });

  it("tell not stated (asked, and declined) from not known (not asked): neither counts in a minority rate", () => {
    expect([isEthnicMinority("Z"), isEthnicMinority("99"), isEthnicMinority("A"), isEthnicMinority("C")]).toEqual([
      null,
      null,
      false,
      true,
    ]);
  });

  it("are read with a local second character, and from no other text", () => {
    expect(["A", "a", " CB ", "A1", "Z", "99"].map(ethnicCategoryOf)).toEqual(["A", "A", "C", "A", "Z", "99"]);
    for (const text of ["", "I", "O", "Q", "T", "W", "9", "999", "ABC", "A-", "British"]) expect(ethnicCategoryOf(text)).toBeUndefined();
  });
});
