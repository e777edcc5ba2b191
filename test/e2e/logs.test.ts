import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { containerOf } from "../support/engines/containers.ts";
import { docker } from "../support/engines/docker.ts";
import { type Failure, readLines, readResult } from "../support/program/output.ts";
import { waitForLine } from "../support/program/progress.ts";
import { createWorkspace, program, type Workspace } from "../support/program/workspace.ts";

type LogLine = { service: string; time: string; line: string };

let stack: Workspace;

beforeAll(async () => {
  stack = await createWorkspace("logs", { model: "none" });
  const up = await stack.localgpt(["up"]);
  expect(up.code, up.stderr).toBe(0);
});

afterAll(async () => {
  await stack?.remove();
});

/** Has a service write a line to its own log. */
const write = (service: "ollama" | "open-webui", text: string) =>
  docker("exec", containerOf(stack, service), "bash", "-c", 'printf "$1\\n" >/proc/1/fd/1', "bash", text);

const read = async (...args: string[]) =>
  readLines<LogLine>((await stack.localgpt(["logs", "--json", ...args])).stdout);

test("both services, each line with its service, in the order of time", async () => {
  await write("ollama", "first-mark");
  await write("open-webui", "second-mark");
  await write("ollama", "third-mark");
  const run = await stack.localgpt(["logs"]);
  expect(run.code, run.stderr).toBe(0);
  const marks = run.stdout.split("\n").filter((line) => line.includes("-mark"));
  expect(marks).toEqual([
    expect.stringMatching(/ollama.*first-mark/),
    expect.stringMatching(/open-webui.*second-mark/),
    expect.stringMatching(/ollama.*third-mark/),
  ]);
  expect(run.stdout).toMatch(/ollama.*Listening on/);
  expect(run.stdout).not.toContain("\u001b");

  const lines = await read();
  const times = lines.map(({ time }) => time);
  expect(times).toEqual([...times].sort());
  expect(new Set(lines.map(({ service }) => service))).toEqual(new Set(["ollama", "open-webui"]));
});

test("one service, the last lines, since a moment", async () => {
  expect((await read("ollama")).every(({ service }) => service === "ollama")).toBe(true);
  const readLast = async () => {
    await write("ollama", "last-of-ollama");
    return (await read("ollama", "--tail", "1")).map(({ line }) => line);
  };
  // Once more where a health check of Docker's has written its own line after it.
  await expect.poll(readLast).toEqual([expect.stringContaining("last-of-ollama")]);
  expect((await read("--tail", "1")).length).toBe(2);
  expect(await read("--tail", "0")).toEqual([]);
  const from = (await read("ollama", "--tail", "1"))[0]?.time ?? "";
  await write("open-webui", "later-mark");
  const since = await read("--since", from);
  expect(since.some(({ line }) => line.includes("later-mark"))).toBe(true);
  expect(since.some(({ line }) => line.includes("first-mark"))).toBe(false);
  expect(await read("--since", "2099-01-01")).toEqual([]);
});

test("--follow goes on through a restart until Ctrl-C, and leaves nothing behind", async () => {
  const running = stack.start(["logs", "ollama", "-f", "--tail", "1", "--json"]);
  const seen = (mark: string) => waitForLine({ stderr: running.stdout }, (line) => line.includes(mark));
  const [before] = await Promise.all([seen("while-followed"), write("ollama", "while-followed")]);
  expect(before).toContain("while-followed");
  const listening = seen("Listening on");
  await docker("restart", "-t", "1", containerOf(stack, "ollama"));
  await listening;
  await Promise.all([seen("after-restart"), write("ollama", "after-restart")]);
  running.kill("SIGINT");
  const ended = await running;
  expect([0, 130]).toContain(ended.exitCode);
  expect(readLines<LogLine>(ended.stdout).every(({ service }) => service === "ollama")).toBe(true);
});

test("escape sequences in a log are harmless", async () => {
  await write("ollama", "\\033[31mred\\033[0m \\033]0;title\\007bell\\b");
  const run = await stack.localgpt(["logs", "ollama", "--tail", "1"]);
  expect(run.stdout).toContain("red");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
  expect(run.stdout).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
});

test("a reader that goes away ends it quietly", async () => {
  const pipeline = `"$0" "$1" logs -f | head -n 1`;
  const { stdout, stderr } = await execa(
    "bash",
    ["-o", "pipefail", "-c", `${pipeline}; echo "code \${PIPESTATUS[0]}" >&2`, process.execPath, program],
    {
      env: stack.environment,
      extendEnv: false,
      timeout: 20_000,
    },
  );
  expect(stdout.split("\n")).toHaveLength(1);
  expect(stderr).toMatch(/^code (0|141)$/);
});

test("a service that does not exist, a stack that is not there", async () => {
  const mistyped = await stack.localgpt(["logs", "olama", "--json"]);
  expect(mistyped.code).toBe(2);
  expect(readResult<Failure>(mistyped).error).toMatchObject({
    code: "unknown-service",
    facts: { value: "olama", near: "ollama" },
  });
  for (const [option, value] of [
    ["--tail", "many"],
    ["--since", "yesterday-ish"],
  ] as const) {
    const run = await stack.localgpt(["logs", option, value]);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain(value);
  }
  const none = await stack.localgpt(["logs", "--project", `${stack.project}-none`]);
  expect(none.code).toBe(1);
  expect(none.stderr).toMatch(/localgpt .*up/);
});
