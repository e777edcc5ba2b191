import { randomBytes } from "node:crypto";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { waitUntil } from "../program/progress.ts";
import { asRoot } from "../program/root.ts";
import { dockerHost } from "./docker.ts";

/** A Docker Engine of one test file's own, of the same version as the one under test. */
export type PrivateEngine = {
  /** Its socket. */
  socket: string;
  /** Ends it as the system does, containers first, and waits until it has ended. */
  stop: () => Promise<void>;
  /** Ends it at once; its containers run on. */
  kill: () => Promise<void>;
  /** Lets it hang: connections are taken and never answered. */
  freeze: () => Promise<void>;
  /** Lets it go on, starts it where it does not run, and waits until it answers. */
  start: () => Promise<void>;
  /** Removes it with all that it has. */
  remove: () => Promise<void>;
};

const script = fileURLToPath(new URL("../../../scripts/engines.sh", import.meta.url));

/**
 * Starts one beside those of `scripts/engines.sh`, which it does not disturb, and makes it the Engine under test of
 * this file.
 */
export async function startPrivateEngine(): Promise<PrivateEngine> {
  const [, folder, series] = /^unix:\/\/(.*)\/run\/engine-(\d+)\/docker\.sock$/.exec(dockerHost()) ?? [];
  if (folder === undefined || series === undefined) {
    throw new Error(
      `only an Engine of scripts/engines.sh can be had twice, to be stopped, and this is another: ${dockerHost()}`,
    );
  }
  // The run's own id lets `scripts/test.sh` sweep what an interrupted run left.
  const run = `run-${process.env.LOCALGPT_TEST_RUN ?? "manual"}-${randomBytes(3).toString("hex")}`;
  const socket = join(folder, run, `engine-${series}`, "docker.sock");
  const environment = { LOCALGPT_ENGINES: folder, LOCALGPT_ENGINES_RUN: run, LOCALGPT_ENGINES_OWN: "1" };
  const runScript = (verb: string) => execa(script, [verb, "--engine", series], { env: environment, stdin: "ignore" });
  const processId = async () => (await asRoot("cat", join(dirname(socket), "dockerd.pid"))).stdout as string;
  const signal = async (name: string) => asRoot("kill", `-${name}`, await processId());
  const end = async (name: string) => {
    const id = await processId();
    await asRoot("kill", `-${name}`, id);
    await waitUntil("the Engine has ended", async () => !(await isAlive(id)), 60_000);
  };
  await runScript("start");
  process.env.LOCALGPT_TEST_DOCKER_HOST = `unix://${socket}`;
  return {
    socket,
    stop: () => end("TERM"),
    kill: () => end("KILL"),
    freeze: async () => void (await signal("STOP")),
    start: async () => {
      // There is nobody to send it to where it has ended.
      await signal("CONT").catch(() => {});
      await runScript("start");
    },
    remove: async () => void (await runScript("stop")),
  };
}

async function isAlive(processId: string): Promise<boolean> {
  // A process that has ended and that nobody has asked about yet is not alive.
  const state = await execa("ps", ["-o", "stat=", "-p", processId], { reject: false });
  return state.stdout.trim() !== "" && !state.stdout.trim().startsWith("Z");
}
