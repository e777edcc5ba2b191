import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect } from "vitest";
import { docker } from "../support/engines/docker.ts";
import { removeBackups } from "../support/program/fault.ts";
import { again, creating, held } from "../support/program/moments.ts";
import { type Moment, type Scene, type Stand, signalFaults } from "../support/program/signals.ts";
import { pushFreshImage } from "../support/services/images.ts";

const folder = await mkdtemp(join(tmpdir(), "localgpt-signals-"));
let own: { ollama: string; openWebui: string };

beforeAll(async () => {
  const small = { layers: 1, layerBytes: 1000 };
  // Images of its own: `uninstall` removes them.
  const [ollama, openWebui] = await Promise.all([pushFreshImage("ollama", small), pushFreshImage("open-webui", small)]);
  own = { ollama, openWebui };
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await docker("image", "rm", "--force", own.ollama, own.openWebui);
});

/** Each step is killed in test/e2e/killed-*: here are those who hear that they are to end. */
const usual: Pick<Moment, "endings" | "next"> = {
  endings: ["SIGINT", "SIGTERM", "SIGHUP", "closed"],
  next: again,
};

const pageCreated = creating("open-webui");
const oneOffCreated = () => /^POST \/containers\/create\?name=.*-run-/;

/** The previous page has to start again. */
const goingBackMs = 60_000;

const backup: Pick<Moment, "args" | "check"> = {
  args: ["backup"],
  check: async ({ workspace }) => {
    expect(await readdir(join(workspace.home, "backups"))).toEqual([]);
  },
};

const restoring =
  (stand: (scene: Scene) => Stand) =>
  async (scene: Scene): Promise<Stand> => {
    const made = await scene.run(["backup", join(folder, "saved.tar")]);
    expect([0, 2], made.stderr).toContain(made.code);
    return stand(scene);
  };

const restore: Pick<Moment, "args" | "mend" | "mostMs"> = {
  args: ["restore", join(folder, "saved.tar"), "--yes"],
  // What was there is saved first.
  mend: removeBackups,
  mostMs: goingBackMs,
};
const update: Pick<Moment, "args" | "mostMs"> = { args: ["update", "--to", "open-webui:0"], mostMs: goingBackMs };

const moments: Moment[] = [
  {
    ...usual,
    ...backup,
    name: "when `backup` has just made its container",
    stand: held("answered", oneOffCreated),
    mend: removeBackups,
  },
  {
    ...usual,
    ...backup,
    name: "while `backup` reads",
    stand: held("asked", () => /^POST \/exec\/\w+\/start/),
    mend: removeBackups,
  },
  {
    ...usual,
    name: "when `restore` has just made the new volume",
    ...restore,
    stand: restoring(held("answered", () => /^POST \/volumes\/create/)),
  },
  {
    ...usual,
    name: "when `restore` has switched over to it",
    ...restore,
    stand: restoring(held("answered", pageCreated)),
  },
  {
    ...usual,
    name: "while `update` copies the data",
    ...update,
    stand: held("answered", oneOffCreated),
  },
  {
    ...usual,
    name: "when `update` has switched over to it",
    ...update,
    stand: held("answered", pageCreated),
  },
  {
    ...usual,
    name: "when `uninstall` has just removed a container",
    args: ["uninstall", "--yes"],
    stand: held("answered", () => /^DELETE \/containers\//),
  },
];

signalFaults("Signals to commands for data", moments, { settings: () => own });
