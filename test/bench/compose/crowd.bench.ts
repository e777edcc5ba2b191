import { afterAll, beforeAll, test } from "vitest";
import { mapAtOnce } from "../../../src/services/http/at-once.ts";
import { connectUnderTest } from "../../support/engines/connect.ts";
import { createWorkspace, type Workspace } from "../../support/program/workspace.ts";
import { images } from "../../support/services/images.ts";
import { compare, usualPairs } from "../pairs.ts";
import { type Program, run, type Taken } from "../program.ts";
import { type Sides, sidesOf } from "../sides.ts";

const containers = 500;
const volumes = 200;

let stack: Workspace;
let { localgpt } = {} as Sides;

beforeAll(async () => {
  stack = await createWorkspace("bench-crowd");
  ({ localgpt } = sidesOf(stack));
  await run(localgpt("up"));
});

afterAll(async () => {
  await disperse();
  await stack.remove();
});

const label = () => `localgpt.bench=${stack.project}`;

/** Containers that were created and never started, and volumes, none of them of any stack. */
async function gather(): Promise<void> {
  const { docker: engine } = await connectUnderTest();
  const [name = "", value = ""] = label().split("=");
  const Labels = { [name]: value };
  const container = { Image: images.ollama("1"), Labels, HostConfig: { NetworkMode: "none" } };
  await mapAtOnce(Array.from({ length: containers }), 4, () => engine.createContainer(container));
  await mapAtOnce(Array.from({ length: volumes }), 4, () => engine.createVolume({ Labels }));
}

async function disperse(): Promise<void> {
  const { docker: engine } = await connectUnderTest();
  const filters = JSON.stringify({ label: [label()] });
  const found = await engine.listContainers({ all: true, filters });
  await mapAtOnce(found, 4, ({ Id }) => engine.getContainer(Id).remove({ force: true }));
  const { Volumes: left } = await engine.listVolumes({ filters });
  await mapAtOnce(left ?? [], 4, ({ Name }) => engine.getVolume(Name).remove());
}

async function repeat(program: Program): Promise<Taken[]> {
  await run(program);
  const taken: Taken[] = [];
  for (let time = 0; time < usualPairs; time += 1) taken.push(await run(program));
  return taken;
}

test(`${containers} other containers and ${volumes} volumes`, async () => {
  const programs = { "`status`": localgpt("status"), "`up` that finds nothing to do": localgpt("up") };
  const alone = new Map<string, Taken[]>();
  for (const [what, program] of Object.entries(programs)) alone.set(what, await repeat(program));
  await gather();
  for (const [what, program] of Object.entries(programs)) {
    compare({
      what: `${what} beside ${containers} containers and ${volumes} volumes`,
      against: "the same on an empty Engine",
      ours: await repeat(program),
      theirs: alone.get(what) ?? [],
      goal: 1.3,
      calls: null,
    });
  }
});
