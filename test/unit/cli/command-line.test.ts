import { expect, test } from "vitest";
import { readGlobalOptions } from "../../../src/cli/global-options.ts";
import { detectLanguage } from "../../../src/cli/language.ts";
import { canRedraw, type Stream, showsUnicode, wantsColour } from "../../../src/cli/process-io.ts";

const nothing = {
  json: false,
  quiet: false,
  verbose: false,
  lang: null,
  project: null,
  operands: [],
  version: false,
  others: [],
};

test.each<[string, Partial<ReturnType<typeof readGlobalOptions>>]>([
  ["", {}],
  ["up", { operands: ["up"] }],
  ["--json up", { json: true, operands: ["up"] }],
  ["up --json --quiet --verbose", { json: true, quiet: true, verbose: true, operands: ["up"] }],
  ["--lang es up", { lang: "es", operands: ["up"] }],
  ["up --lang=en", { lang: "en", operands: ["up"] }],
  ["--project class-1 status", { project: "class-1", operands: ["status"] }],
  ["--lang", { others: ["--lang"] }],
  ["--lang=", { lang: "" }],
  ["-V", { version: true }],
  ["--help", {}],
  ["logs -f ollama", { operands: ["logs", "ollama"], others: ["-f"] }],
  ["-- --json", { operands: ["--json"], others: ["--"] }],
])("%j", (line, expected) => {
  expect(readGlobalOptions(line.split(" ").filter(Boolean))).toEqual({ ...nothing, ...expected });
});

test.each<[NodeJS.ProcessEnv, string, string]>([
  [{ LANG: "es_ES.UTF-8" }, "en-US", "es"],
  [{ LANG: "es" }, "en-US", "es"],
  [{ LANG: "es_MX@euro" }, "en-US", "es"],
  [{ LANG: "en_GB.UTF-8" }, "es-ES", "en"],
  [{ LANG: "et_EE.UTF-8" }, "es-ES", "en"],
  [{ LANG: "est" }, "es-ES", "en"],
  [{ LANG: "C.UTF-8" }, "es-ES", "en"],
  [{ LANG: "en_US", LC_MESSAGES: "es_AR" }, "en-US", "es"],
  [{ LC_ALL: "en_US", LC_MESSAGES: "es_AR", LANG: "es_AR" }, "en-US", "en"],
  [{ LANG: "en_US.UTF-8", LANGUAGE: "es:en" }, "en-US", "es"],
  [{ LANG: "ca_ES.UTF-8", LANGUAGE: "ca:es:en" }, "en-US", "es"],
  [{ LANG: "ca_ES.UTF-8", LANGUAGE: "ca_ES:en_GB:es" }, "en-US", "en"],
  [{ LANG: "de_DE.UTF-8" }, "es-ES", "en"],
  [{ LANG: "" }, "es-419", "es"],
  [{}, "es-ES", "es"],
  [{}, "fr-FR", "en"],
])("with %j on a %s system: %s", (environment, locale, language) => {
  expect(detectLanguage(environment, () => locale)).toBe(language);
});

test("colour is for terminals that want it", () => {
  const terminal = { isTTY: true } as Stream;
  const pipe = {} as Stream;
  expect(wantsColour(terminal, {})).toBe(true);
  expect(wantsColour(pipe, {})).toBe(false);
  expect(wantsColour(terminal, { NO_COLOR: "1" })).toBe(false);
  expect(wantsColour(terminal, { NO_COLOR: "" })).toBe(true);
  expect(wantsColour(terminal, { TERM: "dumb" })).toBe(false);
  expect(wantsColour(pipe, { FORCE_COLOR: "1" })).toBe(true);
  expect(wantsColour(terminal, { FORCE_COLOR: "0" })).toBe(false);
});

test("lines are drawn anew on terminals alone, and never in a CI run", () => {
  expect(canRedraw({ isTTY: true } as Stream, {})).toBe(true);
  expect(canRedraw({ isTTY: true } as Stream, { CI: "true" })).toBe(false);
  expect(canRedraw({ isTTY: true } as Stream, { CI: "false" })).toBe(true);
  expect(canRedraw({ isTTY: true } as Stream, { TERM: "dumb" })).toBe(false);
  expect(canRedraw({} as Stream, {})).toBe(false);
  expect(canRedraw({ isTTY: true, columns: 0 } as Stream, {})).toBe(false);
});

test("old consoles, and locales without UTF-8, get ASCII", () => {
  expect(showsUnicode("linux", { TERM: "xterm-256color" })).toBe(true);
  expect(showsUnicode("linux", { TERM: "linux" })).toBe(false);
  expect(showsUnicode("linux", {})).toBe(true);
  expect(showsUnicode("linux", { LANG: "en_US.UTF-8", LC_ALL: "" })).toBe(true);
  expect(showsUnicode("linux", { LANG: "C.utf8" })).toBe(true);
  expect(showsUnicode("darwin", { LC_CTYPE: "UTF-8" })).toBe(true);
  expect(showsUnicode("linux", { LANG: "en_US.UTF-8", LC_ALL: "C" })).toBe(false);
  expect(showsUnicode("linux", { LANG: "POSIX" })).toBe(false);
  expect(showsUnicode("linux", { LANG: "es_ES.ISO-8859-1@euro" })).toBe(false);
  expect(showsUnicode("win32", {})).toBe(false);
  expect(showsUnicode("win32", { WT_SESSION: "1" })).toBe(true);
});
