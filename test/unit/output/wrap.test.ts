import { expect, test } from "vitest";
import { wrapLines } from "../../../src/output/wrap.ts";

test("a line that fits stays as it is, its spaces too", () => {
  expect(wrapLines("a   b\n  c", 10)).toBe("a   b\n  c");
});

test("a longer line breaks between words and goes on below its own text", () => {
  expect(wrapLines("one two three four", 9)).toBe("one two\nthree\nfour");
  expect(wrapLines("  one two three", 9)).toBe("  one two\n  three");
  for (const mark of ["✔", "⚠", "i", "x"]) {
    expect(wrapLines(`${mark} one two three`, 9)).toBe(`${mark} one two\n  three`);
  }
});

test("a number keeps its unit", () => {
  expect(wrapLines("attempt 2 in 1 s", 15)).toBe("attempt 2 in\n1 s");
  expect(wrapLines("it needs 2,8 GiB, they say", 12)).toBe("it needs\n2,8 GiB,\nthey say");
  expect(wrapLines("✔ Created the container (0.1 s)", 28)).toBe("✔ Created the container\n  (0.1 s)");
  expect(wrapLines("have 2 sisters here", 8)).toBe("have 2\nsisters\nhere");
});

test("commands and addresses stay in one piece", () => {
  expect(wrapLines("Start it: `localgpt up --port 3001`, then wait", 20)).toBe(
    "Start it:\n`localgpt up --port 3001`,\nthen wait",
  );
  expect(wrapLines("Open http://localhost:3000/a/long/path now", 12)).toBe(
    "Open\nhttp://localhost:3000/a/long/path\nnow",
  );
});

test("colours and wide characters count by what is shown", () => {
  expect(wrapLines("\u001b[32m✔\u001b[39m one two", 9)).toBe("\u001b[32m✔\u001b[39m one two");
  expect(wrapLines("模型 模型 模型", 10)).toBe("模型 模型\n模型");
});

test("in a table the last column goes on below itself", () => {
  expect(wrapLines("Docker   28.5.2 at unix:///var/run/docker.sock", 24)).toBe(
    "Docker   28.5.2 at\n         unix:///var/run/docker.sock",
  );
  expect(wrapLines("Ollama       ready   57 seconds ago     28%   42 MiB of 19.5 GiB", 60)).toBe(
    "Ollama       ready   57 seconds ago     28%   42 MiB of\n                                              19.5 GiB",
  );
  expect(wrapLines("a long name   something longer", 24)).toBe("a long name   something\nlonger");
});

test("goes on under the text of a note, whose mark Unicode takes for a letter", () => {
  expect(wrapLines("ℹ one two three", 10)).toBe("ℹ one two\n  three");
});
