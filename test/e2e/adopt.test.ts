import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { AdminListResult } from "../../src/commands/accounts/admin-list.ts";
import type { AdoptResult } from "../../src/commands/data/adopt-text.ts";
import type { Finding } from "../../src/core/facts/checks.ts";
import { fingerprint, startOldOllama, startOldPage } from "../support/data/old-installation.ts";
import { containerOf, modelsOf } from "../support/engines/containers.ts";
import { docker } from "../support/engines/docker.ts";
import { type Failure, readResult } from "../support/program/output.ts";
import { createWorkspace, type Workspace } from "../support/program/workspace.ts";
import { chatTitles, keepChat, offeredModels, signIn, signUp } from "../support/services/page.ts";

let stack: Workspace;
let page: string;
let models: string;

beforeAll(async () => {
  stack = await createWorkspace("adopt");
  const old = (name: string) => `old-${stack.project}${name}`;
  [page, models] = [old("_open-webui"), old("_ollama")];
  const started = await startOldPage(old("-web"), page);
  const vera = await signUp(started.port, "Vera");
  await keepChat(started.port, vera, "Señales");
  await startOldOllama(old("-ollama"), models, ["tiny", "qwen2.5:0.5b", "nomic-embed-text"]);
  await spoilModels(old("-ollama"));
  const newer = await startOldPage(old("-newer"), old("_newer"), "2");
  await signUp(newer.port, "Nora");
  // Killed, as by a power cut: what was written last is only in the write-ahead log.
  await docker("kill", old("-web"), old("-newer"));
}, 120_000);

afterAll(async () => {
  await stack?.remove();
});

/** Two models that cannot be taken over, and one that has the name of another one here. */
async function spoilModels(container: string): Promise<void> {
  const script = `cd /root/.ollama/models; library=manifests/registry.ollama.ai/library
    copy() { mkdir -p $library/$1; sed "s/$2/$3/g" $library/$4 > $library/$1/latest; }
    copy mine x x tiny/latest
    weights=$(grep -o 'sha256:[0-9a-f]*' $library/nomic-embed-text/latest | sort -u | head -1 | cut -d: -f2)
    none=$(printf '%064d' 0); bad=$(printf '%064d' 1)
    copy gone $weights $none nomic-embed-text/latest
    copy bad $weights $bad nomic-embed-text/latest
    tr '\\0-\\377' '\\1-\\377\\0' < blobs/sha256-$weights > blobs/sha256-$bad`;
  await docker("exec", container, "bash", "-c", script);
}

async function succeed<Result>(args: string[], code = 0): Promise<Result> {
  const run = await stack.localgpt([...args, "--json"]);
  expect(run.code, run.stderr + run.stdout).toBe(code);
  return readResult<Result>(run);
}

const failure = async (code: number, ...args: string[]) => (await succeed<Failure>(args, code)).error;
const emails = async () => (await succeed<AdminListResult>(["admin"])).accounts.map(({ email }) => email);
const ownVolumes = async () =>
  (await docker("volume", "ls", "--quiet", "--filter", `name=^${stack.project}_`)).split("\n").sort();

test("up tells of the old volumes before anything else, and starts with its own", async () => {
  const up = await stack.localgpt(["up"], { environment: { LANG: "es_ES.UTF-8" } });
  expect(up.code, up.stderr).toBe(0);
  expect(up.stderr).toContain("Docker guarda datos de un Ollama u Open WebUI anterior");
  expect(up.stderr).toContain(page);
  const { findings } = await succeed<{ findings: Finding[] }>(["check"]);
  const found = findings.find(({ id }) => id === "other-volumes");
  expect(found?.status).toBe("warning");
  expect(found?.facts).toMatchObject({ volumes: expect.arrayContaining([page, models]) });
}, 120_000);

test("what cannot be taken over is refused with the reason, and nothing is changed", async () => {
  const refused = (...volumes: string[]) => failure(1, "adopt", ...volumes);
  await docker("volume", "create", `old-${stack.project}_empty`);
  const before = await ownVolumes();
  expect(await failure(2, "adopt", `${page}x`)).toMatchObject({ code: "unknown-volume", facts: { near: page } });
  expect((await failure(2, "adopt", `${stack.project}_ollama`)).code).toBe("volume-is-ours");
  expect(await refused(models)).toMatchObject({
    code: "volume-in-use",
    facts: { containers: [`old-${stack.project}-ollama`] },
    hint: expect.stringContaining("docker stop"),
  });
  await docker("stop", "--time", "1", `old-${stack.project}-ollama`);
  expect((await refused(`old-${stack.project}_empty`)).facts).toMatchObject({ problem: "neither" });
  const newer = await refused(models, `old-${stack.project}_newer`);
  expect(newer.facts).toMatchObject({ problem: "newer", detail: "b8e20f7c5a19" });
  expect(await ownVolumes()).toEqual(before);
}, 120_000);

test("page and models come along: every account, conversation and whole model, the originals as they were", async () => {
  const tuned = await stack.localgpt(["tune", "tiny", "--as", "mine", "--seed", "1"]);
  expect(tuned.code, tuned.stderr).toBe(0);
  const before = await Promise.all([page, models].map(fingerprint));
  const planned = await succeed<AdoptResult>(["adopt", page, models, "--dry-run"]);
  expect(planned).toMatchObject({ dryRun: true, page: { counts: { accounts: 1, chats: 1 }, replaced: null } });
  expect(planned.operations.map(({ kind }) => kind)).toContain("fill-volume");
  expect(await emails()).toEqual([]);

  const run = await stack.localgpt(["adopt", page, models, "--json"]);
  // Two models were not whole.
  expect(run.code, run.stderr + run.stdout).toBe(1);
  const adopted = readResult<AdoptResult>(run);
  expect(adopted).toMatchObject({ confirmed: true, backup: null, page: { from: page, replaced: null } });
  expect(Object.fromEntries(adopted.models.map(({ model, state }) => [model, state]))).toEqual({
    "bad:latest": "damaged",
    "gone:latest": "incomplete",
    "mine:latest": "other",
    "nomic-embed-text:latest": "added",
    "qwen2.5:0.5b": "added",
    "tiny:latest": "same",
  });
  const vera = await signIn(stack.port, "Vera");
  expect(await chatTitles(stack.port, vera)).toEqual(["Señales"]);
  const here = ["mine:latest", "nomic-embed-text:latest", "qwen2.5:0.5b", "tiny:latest"];
  expect((await modelsOf(stack)).sort()).toEqual(here);
  // The old page looked for Ollama on the old machine.
  expect((await offeredModels(stack.port, vera)).sort()).toEqual(here);
  const left = await docker(
    "exec",
    containerOf(stack, "ollama"),
    "find",
    "/root/.ollama/models",
    "-name",
    "adopting-*",
  );
  expect(left).toBe("");
  expect(await Promise.all([page, models].map(fingerprint))).toEqual(before);
}, 120_000);

test("data of our own is asked about, backed up, and one rollback away", async () => {
  expect((await failure(2, "adopt", page)).code).toBe("confirmation-needed");
  const ursula = await signIn(stack.port, "Vera");
  await keepChat(stack.port, ursula, "Después");
  const adopted = await succeed<AdoptResult>(["adopt", page, "--yes"]);
  expect(adopted.page?.replaced?.counts).toEqual({ accounts: 1, chats: 2 });
  expect(adopted.backup).toContain(stack.home);
  expect(await chatTitles(stack.port, await signIn(stack.port, "Vera"))).toEqual(["Señales"]);
  expect((await stack.localgpt(["rollback", "--yes"])).code).toBe(0);
  expect((await chatTitles(stack.port, await signIn(stack.port, "Vera"))).sort()).toEqual(["Después", "Señales"]);
}, 120_000);

test("without the record of what is installed no empty page is started beside our data, which is taken back", async () => {
  const { page: before } = await succeed<AdoptResult>(["adopt", page, "--yes"]);
  expect((await stack.localgpt(["down"])).code).toBe(0);
  for (const file of ["installation.json", "compose.yaml"]) await rm(join(stack.home, file));
  const refused = await stack.localgpt(["up"]);
  expect(refused.code).toBe(4);
  expect(refused.stderr).toContain(`\`localgpt adopt ${before?.volume}\``);
  expect((await stack.localgpt(["adopt", before?.volume ?? ""])).code).toBe(0);
  expect(await emails()).toEqual(["vera@example.org"]);
  expect((await stack.localgpt(["up"])).code).toBe(0);
}, 120_000);
