import { expect, test } from "vitest";
import { alignColumns } from "../../../../src/core/text/columns.ts";
import { measure } from "../../../../src/output/width.ts";

test("columns start below each other, colour does not count, a short row does not widen them", () => {
  const red = (text: string) => `<red>${text}</red>`;
  const lines = alignColumns(
    [
      [{ text: "Service" }, { text: "State" }, { text: "Since" }],
      [{ text: "Ollama", paint: red }, { text: "ready" }, { text: "now" }],
      [{ text: "Página" }, { text: "a very long remark that ends its row" }],
    ],
    measure,
  );
  expect(lines).toEqual([
    "Service   State   Since",
    "<red>Ollama</red>    ready   now",
    "Página    a very long remark that ends its row",
  ]);
});

test.each(["模型", "🦙 llama", "cafe\u0301", "👩‍💻", "한국어", "ａｂ"])(
  "what follows %j stands below the other rows",
  (text) => {
    const [first = "", second = ""] = alignColumns(
      [
        [{ text }, { text: "|" }],
        [{ text: "plain name" }, { text: "|" }],
      ],
      measure,
    );
    expect(measure(first.slice(0, first.indexOf("|")))).toBe(measure(second.slice(0, second.indexOf("|"))));
  },
);
