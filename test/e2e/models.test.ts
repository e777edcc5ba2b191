import { afterAll, beforeAll, expect, test } from "vitest";
import type { ModelsDefaultResult } from "../../src/commands/models/models-default.ts";
import type { ModelsListResult } from "../../src/commands/models/models-list.ts";
import type { ModelsLoadResult, ModelsUnloadResult } from "../../src/commands/models/models-load.ts";
import type { ModelsRmResult } from "../../src/commands/models/models-rm.ts";
import type { ModelsShowResult } from "../../src/commands/models/models-show.ts";
import type { TuneResult } from "../../src/commands/models/tune.ts";
import { containerOf, inspectService, modelsOf } from "../support/engines/containers.ts";
import { expectFailure, expectResult } from "../support/program/output.ts";
import { openTerminal } from "../support/program/terminal.ts";
import { createWorkspace, type Workspace } from "../support/program/workspace.ts";
import { setSwitches } from "../support/services/images.ts";
import { defaultModels, offeredModels, type Session, signUp } from "../support/services/page.ts";

let stack: Workspace;
let ollama: string;
let ana: Session;

beforeAll(async () => {
  stack = await createWorkspace("models", { model: "tiny" });
  const up = await stack.localgpt(["up"]);
  if (up.code !== 0) throw new Error(up.stderr);
  const pull = await stack.localgpt(["pull", "llama3.2:1b", "qwen2.5:0.5b", "nomic-embed-text"]);
  if (pull.code !== 0) throw new Error(pull.stderr);
  ollama = containerOf(stack, "ollama");
  ana = await signUp(stack.port);
});

afterAll(async () => {
  await stack?.remove();
});

const result = <Result>(...args: string[]) => expectResult<Result>(stack, args);

const failure = (code: number, ...args: string[]) => expectFailure(stack, code, args);

test("a model is loaded, listed with what it takes, and taken out of memory again", async () => {
  const load = await result<ModelsLoadResult>("models", "load", "llama3.2:1b");
  expect(load).toMatchObject({ model: "llama3.2:1b", wasLoaded: false, loaded: { contextLength: 4096 } });
  expect(load.loaded?.sizeBytes).toBeGreaterThan(8_000_000);
  expect(Date.parse(load.loaded?.expiresAt ?? "")).toBeGreaterThan(Date.now() + 60_000);

  const { models, ...list } = await result<ModelsListResult>("models");
  expect(list).toEqual({ project: stack.project, default: "tiny" });
  expect(models.map(({ name }) => name).sort()).toEqual((await modelsOf(stack)).sort());
  const found = models.find(({ name }) => name === "llama3.2:1b");
  expect(found).toMatchObject({ parameterSize: "1.2B", quantization: "Q8_0", trainedContext: 131_072 });
  expect(found?.loaded?.sizeBytes).toBe(load.loaded?.sizeBytes);

  const unload = await result<ModelsUnloadResult>("models", "unload", "llama3.2:1b");
  expect(unload).toMatchObject({ wasLoaded: true, loaded: null, freedBytes: load.loaded?.sizeBytes });
  const again = await stack.localgpt(["models", "unload", "llama3.2:1b", "--lang", "es"]);
  expect([again.code, again.stdout]).toEqual([0, "llama3.2:1b no estaba en memoria\n"]);

  // An embedding model is loaded in another place of the API.
  expect((await result<ModelsLoadResult>("models", "load", "nomic-embed-text")).loaded).not.toBeNull();
  await setSwitches(ollama, { loadError: "model requires more system memory (9.0 GiB) than is available (2.0 GiB)" });
  const refused = await failure(1, "models", "load", "tiny");
  await setSwitches(ollama, {});
  expect(refused).toMatchObject({ code: "answer-failed", facts: { reason: "no-memory" } });
});

test("a model of one's own is made of an installed one, and the page offers it", async () => {
  const options = ["--temperature", "0.2", "--context", "8192", "--system", "Eres un profesor paciente"];
  const made = await result<TuneResult>("tune", "llama3.2:1b", "--as", "profe", ...options);
  expect(made).toMatchObject({ model: "profe:latest", parent: "llama3.2:1b", replaced: false });
  expect(made.changes).toEqual([
    { name: "temperature", before: null, after: "0.2" },
    { name: "num_ctx", before: null, after: "8192" },
    { name: "system", before: null, after: "Eres un profesor paciente" },
  ]);
  expect(await offeredModels(stack.port, ana)).toContain("profe:latest");
  const { model, details } = await result<ModelsShowResult>("models", "show", "profe");
  expect(model.parent).toBe("llama3.2:1b");
  // What the parent sets itself stays.
  expect(details.parameters).toEqual({ stop: ["<|end|>"], temperature: ["0.2"], num_ctx: ["8192"] });
  expect(details.system).toBe("Eres un profesor paciente");

  const taken = await failure(1, "tune", "tiny", "--as", "profe", "--seed", "1");
  expect(taken).toMatchObject({ code: "model-exists", facts: { model: "profe:latest" } });
  const same = await failure(2, "tune", "profe", "--as", "profe2", "--temperature", "0.2");
  expect(same).toMatchObject({ code: "nothing-to-change", facts: { asked: ["temperature"] } });
  const anew = await stack.localgpt(["tune", "profe", "--as", "profe", "--temperature", "0.5", "--force"]);
  expect(anew.stdout).toMatch(/Made profe:latest again from profe:latest\n {2}temperature {3}0\.2 → 0\.5/);
});

test("a parent that is not there is never downloaded, and nonsense changes nothing", async () => {
  const before = await modelsOf(stack);
  const missing = await failure(2, "tune", "llama3.2:3b", "--as", "big", "--seed", "1");
  expect(missing).toMatchObject({ code: "unknown-model", facts: { value: "llama3.2:3b", near: "llama3.2:1b" } });
  for (const wrong of [
    ["tune", "tiny", "--as", "x", "--temperature", "9"],
    ["tune", "tiny", "--as", "x", "--top-p", "0"],
    ["tune", "tiny", "--as", "x", "--context", "12"],
    ["tune", "tiny", "--as", "x", "--system", " "],
    ["tune", "tiny", "--as", "not/a/good/name", "--seed", "1"],
    ["models", "show", "a b"],
  ]) {
    expect((await failure(2, ...wrong)).code, wrong.join(" ")).toBe("invalid-value");
  }
  expect(await modelsOf(stack)).toEqual(before);
});

test("another default model holds on a page that has run before, at once and over the next up", async () => {
  expect(await defaultModels(stack.port, ana)).toBe("tiny:latest");
  const changed = await result<ModelsDefaultResult>("models", "default", "profe");
  expect(changed).toMatchObject({ model: "profe", before: "tiny", page: { state: "set", before: "tiny:latest" } });
  expect(await defaultModels(stack.port, ana)).toBe("profe:latest");
  expect((await stack.localgpt(["config", "get", "model"])).stdout).toBe("profe\n");
  const embedding = await failure(1, "models", "default", "nomic-embed-text");
  expect(embedding).toMatchObject({ code: "answer-failed", facts: { reason: "cannot-chat" } });

  // A model passed to `up` applies on the page too, and Ana's account and session are as they were.
  const up = await stack.localgpt(["up", "--model", "qwen2.5:0.5b"]);
  expect(up.code, up.stderr).toBe(0);
  expect(up.stderr).toContain("New chats on the page start with qwen2.5:0.5b now");
  expect(await defaultModels(stack.port, ana)).toBe("qwen2.5:0.5b");
});

test("models are deleted after a yes, all or none of them, and what that freed is true", async () => {
  const before = await modelsOf(stack);
  const wrong = await failure(2, "models", "rm", "tiny", "tinny", "--yes");
  expect(wrong).toMatchObject({ code: "unknown-model", facts: { value: "tinny", near: "tiny" } });
  expect((await failure(2, "models", "rm", "tiny")).code).toBe("confirmation-needed");
  const terminal = await openTerminal(stack, ["models", "rm", "qwen2.5:0.5b", "--lang", "es"], { columns: 100 });
  try {
    await terminal.waitFor(/¿Borrar qwen2\.5:0\.5b \(2 MB\)\? Es tu modelo predeterminado\. \[s\/N\]/);
    await terminal.press("n", "Enter");
    expect(await terminal.exitCode()).toBe(1);
    expect(await terminal.screen()).toContain("No se ha borrado nada");
  } finally {
    await terminal.close();
  }
  expect(await modelsOf(stack)).toEqual(before);

  // The weights are still its parent's.
  const derived = await result<ModelsRmResult>("models", "rm", "profe", "--yes");
  expect(derived.freedBytes).toBeLessThan(100_000);
  const removed = await result<ModelsRmResult>("models", "rm", "llama3.2:1b", "qwen2.5:0.5b", "llama3.2:1b", "-y");
  expect(removed.models.map(({ model }) => model)).toEqual(["llama3.2:1b", "qwen2.5:0.5b"]);
  expect(removed.freedBytes).toBeGreaterThan(10_000_000);
  expect(removed.wasDefault).toBe("qwen2.5:0.5b");
  expect((await modelsOf(stack)).sort()).toEqual(["nomic-embed-text:latest", "tiny:latest"]);
});

test("completion offers the installed models, and known ones only where they can be downloaded", async () => {
  const offered = async (...words: string[]) => {
    const { stdout } = await stack.localgpt(["__complete", ...words]);
    return stdout.split("\n").flatMap((line) => line.split("\t")[0] || []);
  };
  expect((await offered("models", "rm", "tiny", "")).sort()).toEqual(["nomic-embed-text"]);
  expect((await offered("tune", "")).sort()).toEqual(["nomic-embed-text", "tiny"]);
  expect(await offered("models", "up")).toEqual(["update"]);
  expect(await offered("pull", "")).toEqual(expect.arrayContaining(["tiny", "llama3.2:1b"]));
});

test("with everything down, Ollama alone answers and is stopped again", async () => {
  expect((await stack.localgpt(["down"])).code).toBe(0);
  const listed = await stack.localgpt(["models", "--lang", "es"]);
  expect(listed.code, listed.stderr).toBe(0);
  expect(listed.stderr).toMatch(/solo para esta orden/);
  expect(listed.stdout).toMatch(/^tiny:latest +305 kB +1M/m);
  expect((await inspectService(stack, "ollama")).State.Status).toBe("exited");
  const chosen = await result<ModelsDefaultResult>("models", "default", "tiny");
  expect(chosen.page).toEqual({ state: "later", before: null, detail: null });
  expect((await stack.localgpt(["up"])).code).toBe(0);
  expect(await defaultModels(stack.port, ana)).toBe("tiny:latest");
});
