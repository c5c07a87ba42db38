import { describe, expect, it } from "vitest";
import { templateCommand } from "../../../bin/commands/template.ts";

async function run(...args: readonly string[]): Promise<{ told: string; refused: boolean }> {
  let [told, refused] = ["", false];
  const door = {
    write: (text: string) => {
      told += text;
    },
    complain: () => {},
    refuse: () => {
      refused = true;
    },
    watched: false,
  };
  await templateCommand(door)
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
    .parseAsync(args, { from: "user" });
  return { told, refused };
}

describe("hearten template", () => {
  it("lists the forms that are read, and marks those that nobody has confirmed", async () => {
    const { told } = await run();
    expect(told).toMatch(/^surveys +One filled-in questionnaire to a row$/m);
    expect(told).toMatch(/^emis-scores +.*\(unconfirmed\)$/m);
  });

  it("prints the header of one, and everything as JSON when asked", async () => {
    expect((await run("steps")).told).toBe("practice,referralId,on,status,activity,reason\r\n");
    expect(JSON.parse((await run("--json")).told).templates[0].name).toBe("referrals");
  });

  it("is called wrongly with another name", async () => {
    await expect(run("nonsense")).rejects.toMatchObject({ exitCode: 2 });
  });
});
