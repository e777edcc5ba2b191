import { afterAll, beforeAll, expect, test } from "vitest";
import { containerOf, inspectService, modelsOf } from "../support/containers.ts";
import { docker, openConnections } from "../support/lab.ts";
import { type Failure, readResult } from "../support/output.ts";
import { createWorkspace, type Workspace } from "../support/workspace.ts";

let stack: Workspace;

beforeAll(async () => {
  stack = await createWorkspace("refused", { model: "none", extra: "stall: 500ms\n" });
  const up = await stack.localgpt(["up"]);
  expect(up.code, up.stderr).toBe(0);
});

afterAll(async () => {
  await stack?.remove();
});

/** Each refusal of the model registry, what must be said of it, and what a person can do about it. */
const refusals: { model: string; says?: RegExp; next: RegExp }[] = [
  { model: "no-space", says: /[1-4] MB/, next: /localgpt models rm.*localgpt pull no-space/ },
  {
    model: "needs-newer",
    says: /0\.35\.1/,
    next: /localgpt config set ollama\.image.*localgpt up.*localgpt pull needs-newer/,
  },
  { model: "unauthorized", next: /ollama\.com\/library/ },
  { model: "toomanyrequests", next: /hour|hora/ },
  { model: "no-such-host", next: /DNS.*localgpt pull no-such-host/ },
  { model: "x509", next: /docs\.ollama\.com\/faq.*localgpt config set ollama\.image/ },
  { model: "proxy", next: /engine\/cli\/proxy.*localgpt down.*localgpt pull proxy/ },
  { model: "server-error", next: /localgpt pull server-error/ },
];

test.each(["en", "es"])("each refusal has its own sentence and next step (%s)", async (language) => {
  const run = await stack.localgpt(["pull", ...refusals.map(({ model }) => model), "tiny", "--lang", language]);
  expect(run.code).toBe(1);
  const lines = run.stdout.split("\n");
  const sentences = refusals.map(({ model, says = /./, next }) => {
    const at = lines.findIndex((line) => line.includes(`\`${model}:latest\``));
    expect(at, `nothing about ${model} in:\n${run.stdout}`).toBeGreaterThanOrEqual(0);
    expect(lines[at]).toMatch(says);
    expect(lines[at + 1]).toMatch(next);
    // Without its name, what Ollama said of it, and the detail in brackets.
    return lines[at]?.replaceAll(model, "").replace(/\(.*/, "");
  });
  expect(new Set(sentences).size).toBe(refusals.length);
  const inLanguage = { en: /\bmodel\b/, es: /\bmodelo\b/ }[language as "en" | "es"];
  for (const sentence of sentences) expect(sentence).toMatch(inLanguage);
  // An Ollama that ran before goes on running.
  expect((await inspectService(stack, "ollama")).State.Status).toBe("running");
  // One that fails does not keep the others from being downloaded.
  expect(await modelsOf(stack)).toContain("tiny:latest");
  await expect.poll(() => openConnections(containerOf(stack, "ollama"))).toEqual([]);
});

test("a mistyped name is answered with the one that was meant, a usual one or one of the person's own", async () => {
  // Own to this stack: no table has it.
  await docker("exec", containerOf(stack, "ollama"), "bash", "-c", copyTiny);
  for (const [language, typed, question] of [
    ["en", "lama3.2", /Did you mean `llama3\.2`/],
    ["es", "lama3.2", /¿Querías decir `llama3\.2`/],
    ["es", "mi-pofesor", /No existe el modelo `mi-pofesor:latest`\. ¿Querías decir `mi-profesor`/],
  ] as const) {
    const run = await stack.localgpt(["pull", typed, "--lang", language]);
    expect(run.code).toBe(1);
    expect(`${run.stdout}${run.stderr}`).toMatch(question);
  }
});

const copyTiny = [
  "exec 3<>/dev/tcp/127.0.0.1/11434",
  `body='{"source":"tiny","destination":"mi-profesor"}'`,
  'printf "POST /api/copy HTTP/1.0\\r\\nContent-Length: %d\\r\\n\\r\\n%s" "$(printf %s "$body" | wc -c)" "$body" >&3',
  "cat <&3 | grep -q 200",
].join(" && ");

test("what fails again and again is given up: an error in the middle, a download that always stands still", async () => {
  const [midway, still] = await Promise.all([
    stack.localgpt(["pull", "error-midway"]),
    stack.localgpt(["pull", "silent-always"]),
  ]);
  expect([midway.code, still.code]).toEqual([1, 1]);
  expect(midway.stderr).toMatch(/error-midway.*unexpected EOF/);
  expect(still.stderr).toMatch(/several times/);
  expect(still.stderr).toContain("localgpt pull silent-always");
  expect(await modelsOf(stack)).not.toContain("error-midway:latest");
  await expect.poll(() => openConnections(containerOf(stack, "ollama"))).toEqual([]);
});

test("a name that is no model name is refused before anything happens", async () => {
  const run = await stack.localgpt(["pull", "two words", "--json"]);
  expect(run.code).toBe(2);
  const { error } = readResult<Failure>(run);
  expect(error).toMatchObject({ code: "invalid-value", facts: { value: "two words" } });
  expect((await stack.localgpt(["pull"])).code).toBe(2);
});
