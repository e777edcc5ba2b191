import { expect, test } from "vitest";
import { alignColumns } from "../../../../src/core/text/columns.ts";

test("columns start below each other, colour does not count, a short row does not widen them", () => {
  const red = (text: string) => `<red>${text}</red>`;
  const lines = alignColumns([
    [{ text: "Service" }, { text: "State" }, { text: "Since" }],
    [{ text: "Ollama", paint: red }, { text: "ready" }, { text: "now" }],
    [{ text: "Página" }, { text: "a very long remark that ends its row" }],
  ]);
  expect(lines).toEqual([
    "Service   State   Since",
    "<red>Ollama</red>    ready   now",
    "Página    a very long remark that ends its row",
  ]);
});
