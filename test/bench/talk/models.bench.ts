import { type Agent, request } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { renderModelsList } from "../../../src/commands/models/models-list.ts";
import { createTunnelAgent } from "../../../src/engine/programs/tunnel.ts";
import { createStyle } from "../../../src/output/style.ts";
import { measure } from "../../../src/output/width.ts";
import { createOllama } from "../../../src/services/clients/ollama.ts";
import { listModels } from "../../../src/services/models/list-models.ts";
import { words } from "../../../src/words/es.ts";
import { modelNamed } from "../../support/data/model-named.ts";
import { calm, connectUnderTest } from "../../support/engines/connect.ts";
import { containerOf } from "../../support/engines/containers.ts";
import { dockerHost } from "../../support/engines/docker.ts";
import { createWorkspace, program, type Workspace } from "../../support/program/workspace.ts";
import { contest } from "../pairs.ts";

const models = 500;
const pairs = 20;
let stack: Workspace;
let agent: Agent;

beforeAll(async () => {
  stack = await createWorkspace("bench-models");
  const up = await stack.localgpt(["up"]);
  if (up.code !== 0) throw new Error(up.stderr);
  agent = createTunnelAgent(await connectUnderTest(), containerOf(stack, "ollama"), 11434);
  const ollama = createOllama(agent);
  for (let count = 1; count < models; count += 1) await ollama.copy("tiny", `model-${count}:q4`, { signal: calm() });
});

afterAll(async () => {
  agent?.destroy();
  await stack?.remove();
});

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}

/** The bytes of `/api/tags`, read and thrown away. */
function readTags(): Promise<void> {
  return new Promise((resolve, reject) => {
    const asked = request({ agent, path: "/api/tags" }, (response) => response.resume().once("end", resolve));
    asked.once("error", reject).end();
  });
}

test(`${models} models, over a connection that is open`, async () => {
  const look = {
    words,
    style: await createStyle({ colour: false, unicode: true }),
    columns: 80,
    nowMs: Date.now(),
    measure,
  };
  const list = async () => {
    const listed = await listModels(createOllama(agent), calm());
    const text = renderModelsList({ project: stack.project, default: modelNamed("tiny"), models: listed }, look);
    expect(text.split("\n").length).toBeGreaterThan(models);
  };
  await contest({
    what: `list and table of ${models} models`,
    against: "the API's own answer",
    ours: () => timeOf(list),
    theirs: () => timeOf(readTags),
    goal: 1.5,
    pairs,
  });
});

test(`${models} models, from Enter to the last line`, async () => {
  const ours = [{ command: process.execPath, environment: stack.environment, args: [program, "models"] }];
  const docker = { command: "docker", environment: { DOCKER_HOST: dockerHost(), DOCKER_CONTEXT: undefined } };
  const curl = ["curl", "--silent", "http://ollama:11434/api/tags"];
  const what = `\`models\` (${models})`;
  await contest({
    what,
    against: "`docker compose exec … curl`",
    ours,
    theirs: [{ ...docker, args: ["compose", "-p", stack.project, "exec", "-T", "open-webui", ...curl] }],
    pairs,
  });
  await contest({
    what,
    against: "`docker exec … curl`",
    ours,
    theirs: [{ ...docker, args: ["exec", containerOf(stack, "open-webui"), ...curl] }],
    pairs,
  });
});
