import { describe, expect, it } from "vitest";
import { mayHaveData, parseProject } from "../../../core/dataset/project.ts";
import { projectDeclared } from "../../support/project-declared.ts";

const rulesOf = (declared: unknown) => {
  const parsed = parseProject(declared);
  return parsed.ok ? [] : parsed.refusals.map(({ rule, field }) => `${rule} ${field}`);
};

describe("the declaration of a project", () => {
  it("is taken with everything filled in", () => {
    expect(parseProject(projectDeclared)).toMatchObject({
      ok: true,
      value: { alike: 5, withheldAtMost: 0.05, population: {}, finestFirst: [] },
    });
  });

  it("must say who receives the data, what for, on whose approval and for which evaluation", () => {
    const { recipient: _, purpose: __, approvals: ___, evaluationSha256: ____, ...rest } = projectDeclared;
    expect(rulesOf(rest).sort()).toEqual(
      ["approvals", "evaluationSha256", "purpose", "recipient"].map((field) => `project-invalid ${field}`),
    );
    expect(rulesOf({ ...projectDeclared, approvals: [] })).toEqual(["project-invalid approvals"]);
  });

  it("may ask for more people alike than five, and never for fewer", () => {
    expect(rulesOf({ ...projectDeclared, alike: 4 })).toEqual(["project-invalid alike"]);
    expect(rulesOf({ ...projectDeclared, alike: 10 })).toEqual([]);
  });

  it("refuses what it does not know, and never repeats what was sent", () => {
    const parsed = parseProject({ ...projectDeclared, id: "Secret Name", nhsNumber: "9434765919" });
    expect(JSON.stringify(parsed)).not.toMatch(/Secret|9434765919/);
    expect(rulesOf({ ...projectDeclared, more: 1 })).toEqual(["unknown-field "]);
  });

  it("ends with its approvals, and with the day on which its data must be destroyed", () => {
    const parsed = parseProject(projectDeclared);
    if (!parsed.ok) throw new Error("the declaration of the tests must be taken");

    expect(mayHaveData(parsed.value, "2027-12-31").ok).toBe(true);
    expect(mayHaveData(parsed.value, "2028-01-01")).toMatchObject({ refusals: [{ rule: "approval-ended" }] });
    expect(mayHaveData({ ...parsed.value, destroyBy: "2026-01-01" }, "2026-11-22")).toMatchObject({
      refusals: [{ rule: "project-ended" }],
    });
  });
});
