import { expect, test } from "vitest";
import { areTexts, bytesOf, field, fieldsOf, itemsOf, parseJson, textOf } from "../../../../src/core/text/json-text.ts";

test("a text that is not JSON, or only the beginning of it, is reported from null", () => {
  expect(parseJson("null")).toBeNull();
  for (const text of ["", "{", '{"models": [', "Internal Server Error"]) expect(parseJson(text), text).toBeUndefined();
});

test("what is of another kind than expected counts as not there", () => {
  for (const value of [null, undefined, [1], "text", 1]) expect(fieldsOf(value)).toEqual({});
  expect(itemsOf({ models: 1 })).toEqual([]);
  expect([textOf(""), textOf(1), bytesOf(-1), bytesOf(Number.NaN)]).toEqual([null, null, null, null]);
  expect([areTexts("", "a"), areTexts("a", null)]).toEqual([true, false]);
});

test("a name that every object has is not a field of it", () => {
  expect(field({}, "constructor")).toBeUndefined();
  expect(field(parseJson('{"constructor": 1}'), "constructor")).toBe(1);
});
