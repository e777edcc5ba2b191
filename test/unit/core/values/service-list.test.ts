import { expect, test } from "vitest";
import { readServiceList } from "../../../../src/core/values/service-list.ts";

test("services come in the stack's order and once, all of them for none", () => {
  expect(readServiceList([])).toEqual(["ollama", "open-webui"]);
  expect(readServiceList(["open-webui", "ollama", "open-webui"])).toEqual(["ollama", "open-webui"]);
  expect(readServiceList(["open-webui"])).toEqual(["open-webui"]);
});

test.each([
  ["olama", "ollama"],
  ["openwebui", "open-webui"],
  ["postgres", null],
])("%s is no service, %s is near", (value, near) => {
  expect(() => readServiceList([value])).toThrow(
    expect.objectContaining({ code: "unknown-service", facts: { value, near } }),
  );
});
