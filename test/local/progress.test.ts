import { expect, it } from "vitest";
import { progressOn } from "../../local/progress.ts";

function written(isTTY: boolean): { text: () => string; progress: ReturnType<typeof progressOn> } {
  const pieces: string[] = [];
  const clock = [0];
  const now = () => clock.push(0) * 1000;
  return { text: () => pieces.join(""), progress: progressOn({ isTTY, write: (piece) => pieces.push(piece) }, now) };
}

it("writes plain lines where there is no terminal, a quarter at a time", () => {
  const { text, progress } = written(false);

  progress.step("Loading");
  for (let done = 1; done <= 100; done += 1) progress.advance(done, 100);
  progress.end();

  expect(text()).toBe("Loading\n  25%\n  50%\n  75%\n  100%\n");
});

it("draws a bar in place on a terminal, and ends its line before the next step", () => {
  const { text, progress } = written(true);

  progress.step("Loading");
  progress.advance(15, 30);
  progress.advance(30, 30);
  progress.step("Next");
  progress.end();

  expect(text().split("\r").at(1)).toBe(`Loading [${"#".repeat(15)}${"-".repeat(15)}] 50%`);
  expect(text()).toContain(`[${"#".repeat(30)}] 100%\nNext\n`);
});
