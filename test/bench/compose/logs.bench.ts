import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, test } from "vitest";
import { docker } from "../../support/engines/docker.ts";
import { createWorkspace, type Workspace } from "../../support/program/workspace.ts";
import { images } from "../../support/services/images.ts";
import { contest } from "../pairs.ts";
import { type Sides, sidesOf } from "../sides.ts";

// A stack's own logs are rotated long before 100 MB: these two containers only have the names and labels of one.
const bytesEach = 50_000_000;
const lineBytes = 100;
const writer = `
  const line = "x".repeat(${lineBytes} - 9);
  let text = "";
  for (let count = 0; count < 10000; count += 1) text += String(count % 1e7).padStart(7, "0") + " " + line + "\\n";
  for (let count = 0; count < ${bytesEach / lineBytes / 10_000}; count += 1) require("fs").writeSync(1, text);`;

let stack: Workspace;
let { localgpt, compose } = {} as Sides;

beforeAll(async () => {
  stack = await createWorkspace("bench-logs");
  ({ localgpt, compose } = sidesOf(stack));
  const service = { image: images.ollama("1"), entrypoint: ["node", "-e", writer], network_mode: "none" };
  const file = { name: stack.project, services: { ollama: service, "open-webui": service } };
  await writeFile(join(stack.home, "compose.yaml"), JSON.stringify(file));
  await docker("compose", "-f", join(stack.home, "compose.yaml"), "up", "-d");
  await docker("wait", `${stack.project}-ollama-1`, `${stack.project}-open-webui-1`);
});

afterAll(async () => {
  await stack.remove();
});

test("100 MB of logs to a pipe", async () => {
  await contest({
    what: "100 MB of `logs` to a pipe",
    against: "`docker compose logs`",
    ours: [localgpt("logs")],
    theirs: [compose("logs", "--no-color")],
    goal: 1,
    warmUp: false,
  });
});
