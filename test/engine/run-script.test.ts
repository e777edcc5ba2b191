import { afterAll, beforeAll, expect, test } from "vitest";
import { withOneOff } from "../../src/engine/programs/one-off.ts";
import type { Engine } from "../../src/engine/wire/engine.ts";
import { runScript } from "../../src/services/data/run-script.ts";
import { calm, connectUnderTest } from "../support/engines/connect.ts";
import { uniqueProject } from "../support/engines/docker.ts";
import { leakCheck, removeProject } from "../support/engines/leaks.ts";
import { images } from "../support/services/images.ts";

const project = uniqueProject("run-script");
let engine: Engine;

beforeAll(async () => {
  engine = await connectUnderTest();
});

afterAll(async () => {
  await leakCheck(project);
  await removeProject(project);
});

async function run(source: string, args: string[] = [], input = ""): Promise<unknown> {
  const script = { source, args, input, answers: ["models", "problem"] };
  const request = { project, image: images.openWebui("1"), mounts: [], signal: calm() };
  return withOneOff(engine, request, (container) =>
    runScript(engine, container, script, { action: "read-data", signal: calm(), timeoutMs: 60_000 }),
  );
}

test("a program's answer is the object it printed, made of its arguments and its stdin", async () => {
  const source = "import json, sys; print(json.dumps({'models': [sys.argv[1], sys.stdin.read()]}))";
  expect(await run(source, ["one"], "two")).toEqual({ models: ["one", "two"] });
});

const other = { problem: "other", path: null };

test.each([
  ["an answer that is cut off", `print('{"models": ["llama3.2:', end="")`, /^the program printed .*llama3\.2:/],
  ["no answer at all", "pass", /^the program printed ""$/],
  ["a list", "print('[1]')", /^the program printed "\[1\]\\n"$/],
  ["null", "print('null')", /^the program printed "null\\n"$/],
  ["another program's object", `print('{"version": "1"}')`, /^the program printed .*version/],
  ["words before the answer", `print("warning"); print('{"models": []}')`, /^the program printed "warning/],
  ["a mistake in it", "raise ValueError('no such model')", /^ValueError: no such model$/],
  ["an end without a word", "import sys; sys.exit(3)", /^exit code 3$/],
  ["an end by force", "import os; os.kill(os.getpid(), 9)", /^exit code 137$/],
])("%s is data-failed with what came instead", async (_, source, detail) => {
  const facts = { ...other, detail: expect.stringMatching(detail) };
  await expect(run(source)).rejects.toMatchObject({ code: "data-failed", facts });
});

test("what a program says of its own failure is reported as it said it", async () => {
  const told = { problem: "no-space", path: "/data/webui.db", detail: "No space left on device" };
  const source = `import sys; sys.exit('''${JSON.stringify(told)}''')`;
  await expect(run(source)).rejects.toMatchObject({ code: "data-failed", facts: told });
});
