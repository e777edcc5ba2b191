import { afterAll, beforeAll, test } from "vitest";
import { docker } from "../../support/engines/docker.ts";
import { createWorkspace, type Workspace } from "../../support/program/workspace.ts";
import { pushFreshImage } from "../../support/services/images.ts";
import { type RegistryProxy, startRegistryProxy } from "../../support/services/registry-proxy.ts";
import { contest } from "../pairs.ts";
import { run } from "../program.ts";
import { type Sides, sidesOf } from "../sides.ts";

const lineBytesPerSecond = 50_000_000;
const imageBytes = 100_000_000;
const model = "big:300m";

let proxy: RegistryProxy;
let stack: Workspace;
let references: string[];
let { localgpt, compose } = {} as Sides;

beforeAll(async () => {
  proxy = await startRegistryProxy({ lineBytesPerSecond });
  const layers = 3;
  const fresh = { layers, layerBytes: Math.round(imageBytes / layers), switches: { rate: lineBytesPerSecond } };
  const [ollama, openWebui] = [await pushFreshImage("ollama", fresh), await pushFreshImage("open-webui", fresh)].map(
    (reference) => proxy.through(reference),
  ) as [string, string];
  references = [ollama, openWebui];
  stack = await createWorkspace("bench-first", { ollama, openWebui, model });
  ({ localgpt, compose } = sidesOf(stack));
  await run(localgpt("up", "--force"));
});

afterAll(async () => {
  await run(compose("down", "--volumes"));
  await docker("image", "rm", ...references);
  await stack.remove();
  await proxy.close();
});

/** What `ollama pull` does, in the shell of the container. */
function pull(): string[] {
  const body = JSON.stringify({ model, stream: false });
  const request = `POST /api/pull HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\nContent-Length: ${body.length}\\r\\n\\r\\n${body}`;
  const script = `exec 3<>/dev/tcp/127.0.0.1/11434; printf '${request}' >&3; grep -q success <&3`;
  return ["exec", "-T", "ollama", "bash", "-c", script];
}

test("a first start, on a line of 50 MB/s for images and another for the model", async () => {
  await contest({
    what: "cold `up` from nothing: 2 images of 100 MB and a model of 300 MB at 50 MB/s",
    against: "`docker compose pull`, `up -d --wait`, `exec … ollama pull`",
    before: async () => {
      await run(compose("down", "--volumes"));
      await docker("image", "rm", ...references);
    },
    ours: [localgpt("up", "--force")],
    theirs: [compose("pull"), compose("up", "-d", "--wait"), compose(...pull())],
    goal: 0.75,
    warmUp: false,
  });
});
