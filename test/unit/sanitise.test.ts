import { expect, test } from "vitest";
import { sanitise } from "../../src/core/sanitise.ts";

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
