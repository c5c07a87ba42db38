import { expect, it } from "vitest";
import { newLetterId } from "../../adapters/letter-id.ts";
import { holdsNhsNumber } from "../../core/submission/misplaced-numbers.ts";

it("gives ids of letters alone, none twice, so that none can be taken for an NHS number", () => {
  const ids = Array.from({ length: 2000 }, newLetterId);

  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => !/^[a-z]{24}$/.test(id) || holdsNhsNumber(id))).toEqual([]);
});
