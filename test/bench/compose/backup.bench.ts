import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, test } from "vitest";
import { containerOf } from "../../support/engines/containers.ts";
import { docker } from "../../support/engines/docker.ts";
import { createWorkspace, type Workspace } from "../../support/program/workspace.ts";
import { compareMemory } from "../pairs.ts";
import { run, type Taken } from "../program.ts";
import { type Sides, sidesOf } from "../sides.ts";

const times = 3;

let stack: Workspace;
let { localgpt, compose } = {} as Sides;

beforeAll(async () => {
  stack = await createWorkspace("bench-backup", { model: "none" });
  ({ localgpt, compose } = sidesOf(stack));
  await run(localgpt("up"));
});

afterAll(async () => {
  await stack.remove();
});

/** Backups of the page's data with this much that cannot be compressed in it. */
async function backUp(megabytes: number): Promise<Taken[]> {
  const fill = `mkdir -p /app/backend/data/uploads; head -c ${megabytes}M /dev/urandom >/app/backend/data/uploads/bench`;
  await docker("exec", containerOf(stack, "open-webui"), "sh", "-c", fill);
  const file = join(stack.home, "bench.tar");
  const taken: Taken[] = [];
  for (let count = 0; count < times; count += 1) {
    taken.push(await run(localgpt("backup", file)));
    await rm(file);
  }
  return taken;
}

test("the memory that a backup of 1 GB takes", async () => {
  const small = await backUp(100);
  const large = await backUp(1000);
  const theirs: Taken[] = [];
  for (let count = 0; count < times; count += 1) theirs.push(await run(compose("up", "-d")));
  const what = "a backup of 1 GB";
  compareMemory({ what, against: "the same of 100 MB", ours: large, theirs: small, goal: 1.2 });
  compareMemory({ what, against: "`docker compose up -d`", ours: large, theirs, goal: 1.2 });
});
