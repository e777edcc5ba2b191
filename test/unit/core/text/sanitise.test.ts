import { expect, test } from "vitest";
import { formatJson } from "../../../../src/core/text/json-text.ts";
import { keepColours, sanitise, sanitiseAll } from "../../../../src/core/text/sanitise.ts";

test.each([
  ["plain text stays", "plain text stays"],
  ["a\ttab stays", "a\ttab stays"],
  ["ñandú, 日本語 and 🦙 stay", "ñandú, 日本語 and 🦙 stay"],
  ["\u001b[31mred\u001b[0m", "red"],
  ["\u001b[2J\u001b[1;1Hcleared", "cleared"],
  ["\u001b]0;a new title\u0007text", "text"],
  ["\u001b]8;;http://evil\u001b\\link\u001b]8;;\u001b\\", "link"],
  ["\u001b]52;c;cm0gLXJm\u0007clipboard", "clipboard"],
  ["\u001bPdevice\u001b\\text", "text"],
  ["\u001bcreset", "reset"],
  ["\u009b31mC1\u009b0m", "C1"],
  ["unfinished \u001b[31", "unfinished 31"],
  ["bell\u0007, null\u0000, delete\u007f", "bell, null, delete"],
  ["right to left \u202eevil", "right to left evil"],
  ["Arabic \u061cmark", "Arabic mark"],
  ["10%\r50%\r100%", "100%"],
  ["line of Windows\r\n", "line of Windows"],
  ["two\nlines", "twolines"],
])("%j is shown as %j", (text, shown) => {
  expect(sanitise(text)).toBe(shown);
});

// Found by test/fuzz: what a command gives went to the terminal with what others had written in it.
test("a result is made harmless in its texts, lists and names of fields", () => {
  const result = {
    models: [{ name: "a\u001b[2Jb", size: 5 }],
    "k\u0007": "two\r\nlines\u009b1A",
    none: null,
    yes: true,
  };
  expect(sanitiseAll(result)).toEqual({ models: [{ name: "ab", size: 5 }], k: "two\nlines", none: null, yes: true });
});

test("of text for a person only our own colours are left", () => {
  expect(keepColours("\u001b[32m✔\u001b[39m a\u001b[2Jb\u001b]0;t\u0007\n\tc\u001b[5m")).toBe(
    "\u001b[32m✔\u001b[39m a[2Jb]0;t\n\tc[5m",
  );
});

test("JSON escapes what it may leave as it is and a terminal would obey", () => {
  expect(formatJson({ a: "\u009b2J\u001b\u202e" })).toBe('{"a":"\\u009b2J\\u001b\\u202e"}');
  expect(formatJson(undefined)).toBe("");
});
