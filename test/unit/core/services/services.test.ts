import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { serviceNames, services } from "../../../../src/core/services/services.ts";
import { readStackFile } from "../../../../src/core/stack/compose-file.ts";

const read = (file: string) => readFileSync(join(import.meta.dirname, "../../../..", file), "utf8");

test("the template and both READMEs speak of the images that this release was tested with", () => {
  const template = readStackFile(read("templates/stack.yaml"));
  for (const service of serviceNames) {
    const { reference } = services[service].image;
    expect(template?.services[service].image).toBe(reference);
    for (const file of ["README.md", "README.es.md"]) expect(read(file)).toContain(reference);
  }
});
