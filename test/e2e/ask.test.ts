import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { AskResult } from "../../src/commands/talk/ask.ts";
import { words as es } from "../../src/words/es.ts";
import { containerOf } from "../support/engines/containers.ts";
import { docker } from "../support/engines/docker.ts";
import { type Failure, readLines, readResult } from "../support/program/output.ts";
import { waitUntil } from "../support/program/progress.ts";
import { openTerminal, type Terminal } from "../support/program/terminal.ts";
import { createWorkspace, program, type Workspace } from "../support/program/workspace.ts";
import { openConnections } from "../support/services/connections.ts";
import { setSwitches } from "../support/services/images.ts";

let stack: Workspace;
let ollama: string;
let terminal: Terminal | undefined;

beforeAll(async () => {
  stack = await createWorkspace("ask", { model: "tiny" });
  const pulled = await stack.localgpt(["pull", "tiny", "gemma3:4b", "qwen3:4b"]);
  expect(pulled.code, pulled.stderr).toBe(0);
  ollama = containerOf(stack, "ollama");
  const png = Buffer.from("\u0089PNG\r\n\u001a\nrest", "latin1");
  const files = { "notes.txt": "some notes\n", "photo.txt": png, "a.zip": "PK\u0003\u0004\u0000", "broken.json": "{" };
  for (const [name, content] of Object.entries(files)) await writeFile(join(stack.home, name), content);
});

afterEach(async () => {
  await terminal?.close();
  terminal = undefined;
});

afterAll(async () => {
  await stack?.remove();
});

/** What Ollama was asked, less what the health check of its container asks: `200 POST "/api/chat"`. */
async function requests(): Promise<string[]> {
  const { stdout, stderr } = await execa("docker", ["logs", ollama], {
    env: { DOCKER_HOST: stack.environment.DOCKER_HOST },
  });
  const lines = `${stdout}\n${stderr}`.matchAll(/\| (\d+) \|.*\| (\w+) +"(\/api\/(?!tags|version)[^"]*)"/g);
  return [...lines].map(([, status, method, path]) => `${status} ${method} ${path}`);
}

test("with a stopped stack Ollama runs for the question alone", async () => {
  const run = await stack.localgpt(["ask", "hola", "--lang", "es"]);
  expect(run.code, run.stderr).toBe(0);
  expect(run.stdout).toMatch(/^You said: hola\. .*say it\.\n$/);
  expect(run.stderr).toContain(es.notices["ollama-alone"]({ id: "ollama-alone" }));
  expect(await docker("inspect", "--format", "{{.State.Status}}", ollama)).toBe("exited");
  // Nothing but Ollama is needed for the other tests.
  await docker("start", ollama);
});

test("everything that was asked for reaches Ollama: text, images, parameters", async () => {
  await setSwitches(ollama, { echo: true });
  const parameters = [
    "--temperature",
    "0.2",
    "--top-p",
    "0.5",
    "--max-tokens",
    "99",
    "--context",
    "2048",
    "--seed",
    "7",
  ];
  const asked = [
    "ask",
    "gemma3:4b",
    "why?",
    "-f",
    "notes.txt",
    "-f",
    "photo.txt",
    "--system",
    "be brief",
    ...parameters,
  ];
  const run = await stack.localgpt([...asked, "--no-think", "--format", "json"], { input: "piped\n" });
  await setSwitches(ollama, {});
  expect(run.code, run.stderr).toBe(0);
  expect(run.stderr).toBe("");
  expect(JSON.parse(run.stdout)).toEqual({
    model: "gemma3:4b",
    messages: [
      { role: "system", content: "be brief" },
      {
        role: "user",
        content: "piped\n\nnotes.txt:\n```\nsome notes\n```\n\nwhy?",
        images: [expect.stringMatching(/^12 bytes, md5 /)],
      },
    ],
    options: { temperature: 0.2, top_p: 0.5, num_predict: 99, num_ctx: 2048, seed: 7 },
    format: "json",
    think: false,
    stream: true,
  });
});

test("bad input is one sentence, exit code 2, and nothing is asked of Ollama", async () => {
  const before = await requests();
  const cases: [string[], RegExp][] = [
    [["ask", " "], /The question is missing/],
    [["ask"], /The question is missing/],
    [["ask", "what", "is", "it?"], /does not take `is`\n.*`localgpt ask 'what is it\?'`/],
    [["ask", "?", "--file", "a.zip"], /`a\.zip` is neither text nor an image/],
    [["ask", "?", "--file", "nowhere.txt"], /The file `nowhere\.txt` does not exist/],
    [["ask", "?", "--file", "."], /`\.` is a folder/],
    [["ask", "?", "--format", "broken.json"], /`broken\.json` is not valid JSON/],
    [["ask", "?", "--temperature", "9"], /`--temperature` must be a number from 0 to 2/],
  ];
  const runs = await Promise.all(cases.map(([args]) => stack.localgpt(args)));
  runs.forEach((run, index) => {
    expect([run.code, run.stdout]).toEqual([2, ""]);
    expect(run.stderr).toMatch(cases[index]?.[1] ?? /never/);
  });
  expect(await requests()).toEqual(before);
});

test("what a model is not, or cannot do, is said and not asked of it", async () => {
  const before = (await requests()).filter((line) => line.endsWith("/api/chat"));
  const unknown = readResult<Failure>(await stack.localgpt(["ask", "gema3:4b", "?", "--json"]));
  expect(unknown.error).toMatchObject({ code: "unknown-model", facts: { value: "gema3:4b", near: "gemma3:4b" } });
  const blind = await stack.localgpt(["ask", "?", "--file", "photo.txt"]);
  expect([blind.code, blind.stderr]).toEqual([1, expect.stringContaining("tiny cannot see images")]);
  const thoughtless = await stack.localgpt(["ask", "?", "--think"]);
  expect([thoughtless.code, thoughtless.stderr]).toEqual([1, expect.stringContaining("tiny cannot think")]);
  const after = (await requests()).filter((line) => line.endsWith("/api/chat"));
  expect(after).toEqual([...before, "404 POST /api/chat"]);
});

test("with --json each piece is a line, and the last one has what it took; a failure is a line too", async () => {
  const run = await stack.localgpt(["ask", "qwen3:4b", "one two", "--json", "--max-tokens", "4"]);
  expect(run.code, run.stderr).toBe(0);
  const lines = readLines<{ answer?: string; thinking?: string }>(run.stdout);
  const joined = (name: "answer" | "thinking") => lines.map((line) => line[name] ?? "").join("");
  expect(joined("thinking")).toBe("Someone said: one two. I have to say it again.");
  expect(joined("answer")).toBe("You said: one two.");
  const result = lines.at(-1) as AskResult;
  expect(result).toMatchObject({ model: "qwen3:4b", doneReason: "length", stats: { answerTokens: 4 } });

  await setSwitches(ollama, { chatCutAfter: 2 });
  const cut = await stack.localgpt(["ask", "hola", "--json"]);
  await setSwitches(ollama, {});
  expect(cut.code).toBe(1);
  const [first, second, failure] = readLines<unknown>(cut.stdout);
  expect([first, second]).toEqual([{ answer: "You" }, { answer: " said:" }]);
  expect((failure as Failure).error).toMatchObject({ code: "answer-failed", facts: { reason: "cut" } });
});

test("an answer that a full context ends is reported as incomplete, and so is a text that does not fit", async () => {
  await setSwitches(ollama, { answer: "word ".repeat(300), tokensPerSecond: 2000 });
  const cut = await stack.localgpt(["ask", "why?", "--context", "256"]);
  const wanted = await stack.localgpt(["ask", "why?", "--context", "256", "--max-tokens", "3"]);
  const long = await stack.localgpt(["ask", "why?", "--context", "256", "--max-tokens", "3"], {
    input: "x".repeat(2000),
  });
  await setSwitches(ollama, {});
  expect([cut.code, cut.stderr]).toEqual([0, expect.stringMatching(/^⚠ The answer stops after 245 tokens because/)]);
  expect([wanted.code, wanted.stdout, wanted.stderr]).toEqual([0, "word word word\n", ""]);
  const told = /^⚠ The text has about 502 tokens, but tiny sees only 256.*`--context 2048`/;
  expect([long.code, long.stderr]).toEqual([0, expect.stringMatching(told)]);
});

test("a pipe that stays open and empty does not hold it up; what the model thinks stays out of stdout", async () => {
  const idle = execa(process.execPath, [program, "ask", "qwen3:4b", "hola", "--think", "--stats"], {
    env: stack.environment,
    extendEnv: false,
    stdin: "pipe",
  });
  const { stdout, stderr } = await idle;
  expect(stdout).toMatch(/^You said: hola\./);
  expect(stderr).toMatch(/Nothing came through the pipe in 3 s/);
  expect(stderr).toMatch(/Thinking:\nSomeone said: hola\. I have to say it again\.\n/);
  expect(stderr).toMatch(/Answer: \d+ tokens at [\d.]+ tokens\/s; question: \d+ tokens/);
});

test("Ctrl-C stops the answer in Ollama at once, and what was said stays", async () => {
  await setSwitches(ollama, { endless: true });
  const running = stack.start(["ask", "hola"]);
  let said = "";
  running.stdout.on("data", (chunk: Buffer) => {
    said += chunk;
  });
  await waitUntil("something is said", async () => said.length > 20);
  running.kill("SIGINT");
  const ended = await running;
  expect(ended.exitCode).toBe(130);
  expect(ended.stdout).toMatch(/^You said: hola\..*\n$/);
  expect(ended.stderr).toBe("✖ Interrupted\n");
  await waitUntil("Ollama has noticed", async () => (await requests()).at(-1) === "499 POST /api/chat");
  expect(await openConnections(ollama)).toEqual([]);
});

test("a reader that goes away ends it quietly", async () => {
  const script = `"$0" "$1" ask hola | head -c 3; echo " ended with \${PIPESTATUS[0]}"`;
  const run = await execa("bash", ["-c", script, process.execPath, program], {
    env: stack.environment,
    extendEnv: false,
    stdin: "ignore",
  });
  expect([run.stdout, run.stderr]).toEqual(["You ended with 0", ""]);
  await setSwitches(ollama, {});
});

test("on a terminal: a spinner while the model loads, then its Markdown word by word, and Ctrl-C", async () => {
  const answer = "# Title\n\nSome **bold** words, `code` and\u001b]0;pwned\u0007 more.\n\n- item\n";
  await setSwitches(ollama, { answer, endless: true, loadMs: 1500, tokensPerSecond: 10 });
  terminal = await openTerminal(stack, ["ask", "qwen3:4b", "hola", "--context", "1024"], { columns: 30 });
  await terminal.waitFor(/[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] Loading qwen3:4b into m/);
  // Its first words are there while the rest of the line is still to come.
  const early = await terminal.waitFor(/Title\n\nSome bold words/);
  expect(early).not.toContain("item");
  expect(early).toMatch(/^Thinking:\nSomeone said: hola\. I have to\nsay it again\.\n\nTitle\n/);
  await terminal.waitFor(/• item/);
  expect(await terminal.coloured()).toContain("\u001b[1mbold\u001b[0m");
  await terminal.press("C-c");
  expect(await terminal.exitCode()).toBe(130);
  const shown = await terminal.screen();
  expect(shown).toMatch(/Title\n\nSome bold words, code\nand\]0;pwned more\.\n\n• item/);
  expect(shown).toMatch(/✖ Interrupted/);
  expect(shown).not.toMatch(/[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]|Loading/);
  expect(await terminal.cursorIsVisible()).toBe(true);
  await waitUntil("Ollama has noticed", async () => (await requests()).at(-1) === "499 POST /api/chat");
});
