import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { inspectService } from "../support/engines/containers.ts";
import { type Failure, readLines, readResult } from "../support/program/output.ts";
import { readEvents, waitUntil } from "../support/program/progress.ts";
import { openTerminal, type Terminal } from "../support/program/terminal.ts";
import { createWorkspace, type Workspace } from "../support/program/workspace.ts";

let stack: Workspace;
let terminal: Terminal | undefined;

beforeAll(async () => {
  stack = await createWorkspace("chat-alone");
  const pull = await stack.localgpt(["pull", "tiny"]);
  expect(pull.code, pull.stderr).toBe(0);
});
afterEach(async () => {
  await terminal?.close();
  terminal = undefined;
});
afterAll(() => stack?.remove());

const stateOfOllama = async () => (await inspectService(stack, "ollama")).State.Status;

test.each([
  [["--temperature", "9"], "invalid-value"],
  [["--max-tokens", "0"], "invalid-value"],
  [["--system", " "], "invalid-value"],
  [["un modelo"], "invalid-value"],
  [["--think", "--no-think"], "conflicting-options"],
  [["--continue"], "unknown-conversation"],
])("localgpt chat %j is refused before anything is started", async (args, code) => {
  await rm(join(stack.home, "conversations"), { recursive: true, force: true });
  const run = await stack.localgpt(["chat", ...args, "--json"], { input: "hola\n" });
  expect(run.code).toBe(2);
  expect(readResult<Failure>(run).error.code).toBe(code);
  expect(run.stderr).not.toContain("ollama-alone");
});

test("from a pipe each line is a question; Ollama runs for it alone", async () => {
  const run = await stack.localgpt(["chat", "--lang", "es"], { input: 'hola\n\n"""uno\ndos"""\n/stats\nadiós' });
  expect(run.code, run.stderr).toBe(0);
  const ending = "Here is what I think about it, word by word, as a model on this machine would say it.";
  expect(run.stdout).toMatch(
    new RegExp(
      `^You said: hola\\. ${ending}\nYou said: uno\ndos\\. ${ending}\nRespuesta: 23 tokens .*\nYou said: adiós\\. ${ending}\n$`,
    ),
  );
  expect(run.stderr).toMatch(/solo para esta orden[\s\S]*vuelve a estar parado/);
  expect(await stateOfOllama()).toBe("exited");
});

test("with --json the pieces, the figures and the error that ends it are lines of JSON", async () => {
  const input = "/set parameter seed 1\nhola\n/save charla\n/save charla\nnunca\n";
  const run = await stack.localgpt(["chat", "--json", "--max-tokens", "2"], { input });
  expect(run.code).toBe(2);
  const items = readLines<Record<string, unknown>>(run.stdout);
  expect(items).toEqual([
    { answer: "You" },
    { answer: " said:" },
    { model: "tiny", doneReason: "length", stats: expect.objectContaining({ answerTokens: 2 }) },
    { error: expect.objectContaining({ code: "conversation-exists", facts: { name: "charla" } }) },
  ]);
  const notices = readEvents(run.stderr).flatMap((event) => (event.type === "notice" ? [event.notice] : []));
  expect(notices).toContainEqual({ id: "chat-set", name: "seed", value: "1" });
  expect(notices).toContainEqual(expect.objectContaining({ id: "chat-saved", name: "charla" }));

  const unknown = await stack.localgpt(["chat", "tinny", "--json"], { input: "hola\n" });
  expect(unknown.code).toBe(2);
  expect(readResult<Failure>(unknown).error).toMatchObject({ code: "unknown-model", facts: { near: "tiny" } });
});

test("where the settings have no model, the only one that is installed answers, and is named", async () => {
  await stack.writeSettings({ model: "none" });
  try {
    const asked = await stack.localgpt(["ask", "hola"]);
    expect([asked.code, asked.stdout]).toEqual([0, expect.stringMatching(/^You said: hola\./)]);
    expect(asked.stderr).toMatch(/Using tiny, the only model installed/);
    const chatted = await stack.localgpt(["chat", "--json", "--max-tokens", "1"], { input: "hola\n" });
    expect(readLines(chatted.stdout)).toContainEqual(expect.objectContaining({ model: "tiny" }));
    expect(readEvents(chatted.stderr)).toContainEqual({
      type: "notice",
      notice: { id: "only-model", model: "tiny:latest" },
    });
  } finally {
    await stack.writeSettings({});
  }
});

test("a chat holds up no `up`, which takes over the Ollama that was started for it", async () => {
  terminal = await openTerminal(stack, ["chat"]);
  await terminal.waitFor(/>>>$/m);
  const up = await stack.localgpt(["up", "--json"]);
  expect(up.code, up.stderr).toBe(0);
  expect(up.stderr).not.toContain("waiting-for-lock");
  await terminal.press("hello", "Enter");
  await terminal.waitFor(/You said: hello\./);
  await terminal.waitFor(/it\.\s*>>>$/ms);
  await terminal.press("/bye", "Enter");
  expect(await terminal.exitCode()).toBe(0);
  expect(await stateOfOllama()).toBe("running");
  expect((await stack.localgpt(["down"])).code).toBe(0);
});

test("a terminal that is closed in the middle of an answer leaves nothing running", async () => {
  terminal = await openTerminal(stack, ["chat"]);
  await terminal.waitFor(/>>>$/m);
  await terminal.press("hello", "Enter");
  await terminal.waitFor(/You said: hello\./);
  await terminal.close();
  terminal = undefined;
  await waitUntil("Ollama is stopped again", async () => (await stateOfOllama()) === "exited");
  await waitUntil("the lock is free", async () => (await stack.localgpt(["down"])).code === 0);
});
