import { mkdtemp, readFile, rm, statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Event } from "../../../src/core/run/events.ts";
import { containerOf } from "../../support/engines/containers.ts";
import { docker, dockerHost } from "../../support/engines/docker.ts";
import { readLines } from "../../support/program/output.ts";
import { createWorkspace, program, type Workspace } from "../../support/program/workspace.ts";
import { images } from "../../support/services/images.ts";
import { contest } from "../pairs.ts";
import { type Program, run, type Taken } from "../program.ts";

// As much again is needed for each file, each volume and what Docker keeps of them during the run.
const bytes = Number(process.env.LOCALGPT_BENCH_BYTES ?? 5e9);
const pairs = 3;
/** What `restore` does besides the backup of what was there, which is measured by itself. */
const steps = ["check-backup", "fill-volume"];
const mostMemoryBytes = 200e6;

let stack: Workspace;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "localgpt-bench-"));
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < 8 * bytes) throw new Error(`too little room in ${folder}`);
  stack = await createWorkspace("bench-backup", { model: "none" });
  const up = await stack.localgpt(["up"]);
  if (up.code !== 0) throw new Error(up.stderr);
  await docker("exec", containerOf(stack, "open-webui"), "node", "-e", makeFiles);
  await stack.localgpt(["down"]);
}, 1_800_000);

afterAll(async () => {
  await stack?.remove();
  await rm(folder, { recursive: true, force: true });
}, 600_000);

/** Half of the bytes in files of a gigabyte at most, as videos are; half in files of 100 kB, as documents are. */
const makeFiles = `
  const { appendFileSync, mkdirSync, writeFileSync } = require("node:fs");
  const noise = require("node:crypto").randomBytes(1e6);
  const folder = "/app/backend/data/uploads/";
  for (let at = 0; at < ${bytes / 2}; at += 1e6) appendFileSync(folder + "large-" + Math.floor(at / 1e9), noise);
  for (let number = 0; number < ${bytes / 2e5}; number += 1) {
    const inner = folder + "many-" + (number % 100) + "/";
    mkdirSync(inner, { recursive: true });
    writeFileSync(inner + number, noise.subarray(0, 1e5));
  }`;

function shell(script: string, environment: Program["environment"] = {}): Program {
  const docked = { DOCKER_HOST: dockerHost(), DOCKER_CONTEXT: undefined, ...environment };
  return { command: "bash", args: ["-c", `cd ${folder} && ${script}`], environment: docked };
}

/** A program of the image on a volume, nothing of which goes through Docker's log. */
function inVolume(volume: string, ...words: string[]): string {
  const start = "docker run --rm --interactive --log-driver none --entrypoint bash";
  return `${start} --volume ${volume}:/data ${images.openWebui("1")} -c "cd /data && ${words.join(" ")}"`;
}

test("backup beside `tar` of the same volume, both on the disk in the end", async () => {
  const row = await contest({
    what: "backup",
    against: "docker run … tar",
    ours: [shell(`rm -f ours.tar && exec ${process.execPath} ${program} backup ours.tar --quiet`, stack.environment)],
    theirs: [shell(`${inVolume(`${stack.project}_open-webui`, "tar -cf - .")} > theirs.tar && sync theirs.tar`)],
    goal: 1 / 0.8,
    pairs,
    warmUp: false,
  });
  expect(row.peakBytes.ours).toBeLessThan(mostMemoryBytes);
});

test("restore beside `tar` into a new volume, its backup of what was there left out", async () => {
  const [ours, theirs] = [`${stack.project}_ours`, `${stack.project}_theirs`];
  const peaks: number[] = [];
  // Into a stack that is not there yet: of that there is nothing to back up.
  const restore = async (): Promise<number> => {
    const words = ["--project", ours, "restore", "ours.tar", "--yes", "--json"];
    const started = shell(`"$0" "$@" 2> events`, stack.environment);
    const taken: Taken = await run({ ...started, args: [...started.args, process.execPath, program, ...words] });
    if (taken.peakBytes !== null) peaks.push(taken.peakBytes);
    const events = readLines<Event>(await readFile(join(folder, "events"), "utf8"));
    const tooks = events.map((event) =>
      event.type === "operation-done" && steps.includes(event.operation.kind) ? event.tookMs : 0,
    );
    return tooks.reduce((sum, ms) => sum + ms, 0);
  };
  await contest({
    what: "restore: check and copy",
    against: "docker run … tar -x",
    ours: restore,
    theirs: async () => (await run(shell(`${inVolume(theirs, "tar -xf - && sync --file-system .")} < theirs.tar`))).ms,
    before: async () => {
      await stack.localgpt(["--project", ours, "uninstall", "--purge", "--yes-delete", ours, "--no-backup"]);
      await docker("volume", "rm", "--force", theirs);
    },
    goal: 1 / 0.8,
    pairs,
    warmUp: false,
  });
  expect(Math.max(...peaks)).toBeLessThan(mostMemoryBytes);
});
