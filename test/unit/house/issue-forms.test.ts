import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { repository } from "../../support/program/repository-script.ts";

type Field = {
  id?: string;
  type: string;
  attributes: { label?: string; description?: string };
  validations?: { required?: boolean };
};
type Form = { name: string; description: string; body: Field[] };

const folder = join(repository, ".github/ISSUE_TEMPLATE");
const read = (name: string) => parse(readFileSync(join(folder, name), "utf8"));
const fieldsOf = (name: string) => (read(name) as Form).body.filter(({ type }) => type !== "markdown");

test("there is a form for a fault and one for an idea, in English and in Spanish, and nothing without a form", () => {
  expect(readdirSync(folder).sort()).toEqual(["bug-en.yml", "bug-es.yml", "config.yml", "idea-en.yml", "idea-es.yml"]);
  const config = read("config.yml") as { blank_issues_enabled: boolean; contact_links: { url: string }[] };
  expect(config.blank_issues_enabled).toBe(false);
  expect(config.contact_links.map(({ url }) => url)).toEqual([expect.stringMatching(/vulnerability$/)]);
});

test.each(["bug-en.yml", "bug-es.yml", "idea-en.yml", "idea-es.yml"])("%s asks for the three outputs", (name) => {
  const fields = fieldsOf(name);
  for (const [id, output] of [
    ["version", "`localgpt --version`"],
    ["check", "`localgpt check --json`"],
    ["verbose", "`--verbose`"],
  ] as const) {
    const field = fields.find((each) => each.id === id);
    expect(field?.attributes.label).toContain(output);
    // Without them nobody can look for a fault; an idea may have nothing to do with the computer.
    if (name.startsWith("bug")) expect(field?.validations?.required).toBe(true);
  }
});

test.each(["bug", "idea"])("the forms for a %s ask for the same in both languages", (kind) => {
  const shape = (language: string) =>
    fieldsOf(`${kind}-${language}.yml`).map(({ id, type, validations }) => ({ id, type, validations }));
  expect(shape("es")).toEqual(shape("en"));
  const labels = (language: string) => fieldsOf(`${kind}-${language}.yml`).map(({ attributes }) => attributes.label);
  expect(labels("es").filter((label) => labels("en").includes(label))).toEqual([]);
});
