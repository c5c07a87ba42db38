import { describe, expect, it } from "vitest";
import { instruments } from "../../core/instruments/registry.ts";
import { mappings } from "../../core/mapping/mappings.ts";
import { templatesSchema } from "../../core/mapping/templates.ts";
import { answerDescription } from "../../functions/describe-api/answer-description.ts";

const get = (path: string) => answerDescription({ path }, { instruments, mappings });

describe("GET /v1/templates", () => {
  it("lists our own forms and every mapping, with how sure it is", () => {
    const { templates } = templatesSchema.parse(JSON.parse(get("/v1/templates").body));
    expect(templates.map(({ name }) => name)).toEqual(["referrals", "steps", "surveys", "long", ...mappings.map(({ id }) => id)]);
    expect(templates.filter(({ evidence }) => evidence === "own")).toHaveLength(4);
  });

  it("gives each as a file to be saved, at the address that it lists", () => {
    const { templates } = templatesSchema.parse(JSON.parse(get("/v1/templates").body));
    for (const { name, href, header } of templates) {
      const answer = get(`/v1/${href}`);
      expect(answer.headers).toMatchObject({
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="${name}.csv"`,
      });
      expect(answer.body).toBe(`${header.join(",")}\r\n`);
    }
  });

  it("answers 404 for a name that it does not list, and does not repeat it", () => {
    const answer = get("/v1/templates/canary.csv");
    expect([answer.statusCode, answer.body.includes("canary")]).toEqual([404, false]);
  });

  it("stands at /docs with a link to each", () => {
    const page = get("/docs").body;
    for (const { id } of mappings) expect(page).toContain(`href="v1/templates/${id}.csv"`);
  });
});
