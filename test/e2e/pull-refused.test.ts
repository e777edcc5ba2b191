import { afterAll, beforeAll, expect, test } from "vitest";
import { containerOf } from "../support/engines/containers.ts";
import { docker } from "../support/engines/docker.ts";
import { type Failure, readResult } from "../support/program/output.ts";
import { createWorkspace, type Workspace } from "../support/program/workspace.ts";

let stack: Workspace;

beforeAll(async () => {
  stack = await createWorkspace("refused");
  const up = await stack.localgpt(["up"]);
  expect(up.code, up.stderr).toBe(0);
});

afterAll(async () => {
  await stack?.remove();
});

test("a mistyped name is answered with the one of the person's own that was meant", async () => {
  // Own to this stack: no table has it.
  await docker("exec", containerOf(stack, "ollama"), "bash", "-c", copyTiny);
  const run = await stack.localgpt(["pull", "mi-pofesor", "--lang", "es"]);
  expect(run.code).toBe(1);
  expect(`${run.stdout}${run.stderr}`).toMatch(
    /No existe el modelo `mi-pofesor:latest`\. ¿Querías decir `mi-profesor`/,
  );
});

const copyTiny = [
  "exec 3<>/dev/tcp/127.0.0.1/11434",
  `body='{"source":"tiny","destination":"mi-profesor"}'`,
  'printf "POST /api/copy HTTP/1.0\\r\\nContent-Length: %d\\r\\n\\r\\n%s" "$(printf %s "$body" | wc -c)" "$body" >&3',
  "cat <&3 | grep -q 200",
].join(" && ");

test("a name that is no model name is refused before anything happens", async () => {
  const run = await stack.localgpt(["pull", "two words", "--json"]);
  expect(run.code).toBe(2);
  const { error } = readResult<Failure>(run);
  expect(error).toMatchObject({ code: "invalid-value", facts: { value: "two words" } });
  expect((await stack.localgpt(["pull"])).code).toBe(2);
});
