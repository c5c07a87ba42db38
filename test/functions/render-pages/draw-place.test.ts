import { expect, it } from "vitest";
import { placeDrawer } from "../../../functions/render-pages/draw-place.ts";
import { inventedPlace, inventedStatistic } from "../../support/invented-place.ts";

it("what a deployer aims for is drawn wherever places are drawn, and nowhere else", async () => {
  const place = inventedPlace("england", inventedStatistic(9420, 42));
  const reason = "follow-up by text message began";
  const textOf = async (choices: Parameters<typeof placeDrawer>[0]) => {
    const { files } = await placeDrawer(choices)(place, {});
    return files.map(({ body }) => body).join("\n");
  };

  expect(await textOf({ charts: { aims: { anxiety: 50 }, rebases: [{ month: "2025-12", reason }] } })).toContain(reason);
  expect(await textOf({})).not.toContain(reason);
});
