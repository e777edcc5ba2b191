import { expect, test } from "vitest";
import { LocalgptError } from "../../../../src/core/errors/errors.ts";
import { formatSetting, settingKeys, withSetting } from "../../../../src/core/settings/setting-fields.ts";
import { defaultSettings } from "../../../../src/core/settings/settings.ts";
import { editSettings, readSettings } from "../../../../src/core/settings/settings-file.ts";

const file = "settings.yaml";
const read = (text: string) => readSettings(text, file, defaultSettings);
const edit = (text: string, changes: Parameters<typeof editSettings>[3]) =>
  editSettings(text, file, defaultSettings, changes);

function failure(action: () => unknown): { code: string; facts: unknown } {
  try {
    action();
  } catch (error) {
    if (error instanceof LocalgptError) return { code: error.code, facts: error.facts };
    throw error;
  }
  throw new Error("nothing failed");
}

test("an empty file, a file of comments and empty values are the defaults", () => {
  for (const text of ["", "\n", "# nothing yet\n", "port:\nollama:\n", "ollama:\n  port:\n", "{}\n", "null\n"]) {
    expect(read(text), JSON.stringify(text)).toEqual({ settings: defaultSettings, written: [] });
  }
});

test("every setting is read over its default", () => {
  const { settings, written } = read(`
name: class-1
port: "0.0.0.0:3100"
let-anyone-sign-up: yes
model: none
context: 8192
cpus: 1.50
memory: 6g
gpu: nvidia
language: es
timeout: 1h30m
stall: "45s"
ollama:
  image: ollama/ollama:0.36.0
  port: 11434
open-webui: { image: 'ghcr.io/open-webui/open-webui:v0.12.0' }
`);
  expect(settings).toEqual({
    name: "class-1",
    address: "0.0.0.0",
    port: 3100,
    letAnyoneSignUp: true,
    model: null,
    context: 8192,
    cpus: 1.5,
    memoryBytes: 6 * 1024 ** 3,
    gpu: "nvidia",
    language: "es",
    timeoutMs: 5_400_000,
    stallMs: 45_000,
    images: { ollama: "ollama/ollama:0.36.0", "open-webui": "ghcr.io/open-webui/open-webui:v0.12.0" },
    ollamaPort: 11434,
  });
  expect(written).toEqual(settingKeys);
});

test.each([
  [
    "port: abc",
    "invalid-value",
    { name: "port", value: "abc", expected: "binding", place: { file, line: 1, column: 7 } },
  ],
  [
    "# mine\nport: 3000\nmemory:   3x\n",
    "invalid-value",
    { name: "memory", value: "3x", expected: "size", place: { file, line: 3, column: 11 } },
  ],
  [
    "ollama:\n  port: 99999\n",
    "invalid-value",
    { name: "ollama.port", value: "99999", expected: "port", place: { file, line: 2, column: 9 } },
  ],
  ["prot: 1", "unknown-setting", { key: "prot", near: "port", place: { file, line: 1, column: 1 } }],
  [
    "ollama:\n  imgae: x\n",
    "unknown-setting",
    { key: "ollama.imgae", near: "ollama.image", place: { file, line: 2, column: 3 } },
  ],
  [
    "port: [1, 2]",
    "invalid-value",
    { name: "port", value: "[1, 2]", expected: "binding", place: { file, line: 1, column: 7 } },
  ],
  [
    "ollama: 3\n",
    "invalid-value",
    { name: "ollama", value: "3", expected: "settings", place: { file, line: 1, column: 9 } },
  ],
  [
    "just some text",
    "invalid-value",
    { name: "settings.yaml", value: "just some text", expected: "settings", place: { file, line: 1, column: 1 } },
  ],
])("%j is refused where it stands", (text, code, facts) => {
  expect(failure(() => read(text))).toEqual({ code, facts });
});

test("a setting that stands there twice is named", () => {
  const { code, facts } = failure(() => read("port: 1\n# again\nport: 2\n"));
  expect(code).toBe("settings-syntax");
  expect(facts).toMatchObject({ place: { file, line: 3, column: 1 }, twice: "port" });
});

test.each([
  ["port: 1\nport: 2\n", 2],
  ["port: 3000\n  model: x\n", 1],
  ["a: [1\n", 2],
  ["\tport: 3\n", 1],
])("%j is no YAML", (text, line) => {
  const { code, facts } = failure(() => read(text));
  expect(code).toBe("settings-syntax");
  expect(facts).toMatchObject({ place: { file, line } });
});

test("a change keeps comments, order and everything else", () => {
  const before =
    "# my settings\nport: 3000 # the page\n\nmodel: llama3.2\nollama:\n  # for the editor\n  port: 11434\n";
  expect(edit(before, { port: "3100", context: "8192" })).toBe(
    "# my settings\nport: 3100 # the page\n\nmodel: llama3.2\nollama:\n  # for the editor\n  port: 11434\ncontext: 8192\n",
  );
  expect(edit(before, { "ollama.port": null })).toBe("# my settings\nport: 3000 # the page\n\nmodel: llama3.2\n");
});

test("a first change makes the file, the last one taken back leaves its comments", () => {
  expect(edit("", { model: "qwen3:4b", "ollama.port": "11434" })).toBe("model: qwen3:4b\nollama:\n  port: 11434\n");
  expect(edit("# mine\n", { port: "3100" })).toContain("port: 3100\n");
  expect(edit("# mine\n", { port: "3100" })).toContain("# mine\n");
  expect(edit("port: 3100\n", { port: null })).toBe("");
  expect(edit("port: 3100\n", { model: null })).toBe("port: 3100\n");
});

test.each(["007", "1e3", "0x10", "true"])(
  "a name that looks like another kind of value stays as it was written: %s",
  (name) => {
    expect(read(edit("", { name })).settings.name).toBe(name);
    expect(read(edit("name: 7\n", { name })).settings.name).toBe(name);
  },
);

test("a wrong change, or a wrong file, changes nothing", () => {
  expect(failure(() => edit("", { port: "x" })).code).toBe("invalid-value");
  expect(failure(() => edit("prot: 1", { port: "3100" })).code).toBe("unknown-setting");
});

test.each([
  ["memory", "6g", "6g"],
  ["memory", "1.5g", "1536m"],
  ["memory", "auto", "auto"],
  ["timeout", "90s", "1m30s"],
  ["timeout", "1500ms", "1500ms"],
  ["cpus", "none", "none"],
  ["model", "llama3.2:latest", "llama3.2"],
  ["model", "hf.co/bartowski/x:Q4", "hf.co/bartowski/x:Q4"],
  ["model", "none", "none"],
  ["ollama.port", "none", "none"],
  ["language", "auto", "auto"],
  ["gpu", "NVIDIA", "nvidia"],
] as const)("%s %j is written %j and read back to the same", (key, typed, written) => {
  const settings = withSetting(defaultSettings, key, typed, { name: key });
  expect(formatSetting(settings, key)).toBe(written);
  expect(withSetting(defaultSettings, key, written, { name: key })).toEqual(settings);
});

// Found by test/fuzz.
test.each([
  ["a file that is empty", "", { port: null }, "", 3000],
  ["an empty value of its group", "ollama:\n", { "ollama.port": "11434" }, "ollama:\n  port: 11434\n", 3000],
  ["nothing but null", "null\n", { port: "3100" }, "port: 3100\n", 3100],
  ["a tag that no map has", "!!str\nport: 3100\n", { port: "3200" }, "port: 3200\n", 3200],
  ["an anchor that cannot be written", "&\u0000\nport: 3100\n", { port: null }, "", 3000],
])("%s does not stand in the way of a change", (_what, before, changes, after, port) => {
  expect(edit(before, changes)).toBe(after);
  expect(read(after).settings.port).toBe(port);
});

test("a setting that is written with a dot is changed and taken out where it stands", () => {
  const before = "ollama:\n  image: a\nollama.port: 5\n";
  expect(edit(before, { "ollama.port": "6" })).toBe("ollama:\n  image: a\nollama.port: 6\n");
  expect(edit(before, { "ollama.port": null })).toBe("ollama:\n  image: a\n");
});

test("a model that is called none is not taken for none", () => {
  const settings = withSetting(defaultSettings, "model", "none:latest", { name: "model" });
  expect([settings.model, formatSetting(settings, "model")]).toEqual(["none:latest", "none:latest"]);
});
