import { randomBytes } from "node:crypto";
import type { Socket } from "node:net";
import { label } from "../../core/stack/labels.ts";
import { removeContainer, startContainer } from "../containers/containers.ts";
import { endAfter } from "../wire/bound-by.ts";
import { callEngine, changeGraceMs } from "../wire/call.ts";
import type { Engine } from "../wire/engine.ts";
import { cleanOptions } from "../wire/requests.ts";

/** A volume as a one-off container sees it. */
export type OneOffMount = { volume: string; path: string; readOnly?: boolean };

/** The project whose volumes are used, and the image that provides the programs, which must be on the Engine. */
export type OneOffRequest = { project: string; image: string; mounts: OneOffMount[]; signal: AbortSignal };

const removeTimeoutMs = 60_000;
const unstartedSeconds = 30;
/** Of root's capabilities, only those needed to copy files with their owners and modes. */
const capabilities = ["CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID"];
const mostProcesses = 256;

/**
 * Runs `work` with a container, given by id, that has the given volumes, no network and only root's file capabilities.
 * It does nothing itself: programs are run in it. Compose considers such containers one-off ones. It is removed however
 * `work` ends, and if localgpt is killed, it sees its stdin close and the Engine removes it. A new, empty volume is
 * given what the image has at that path. Throws the Engine's failures and what `work` throws.
 */
export async function withOneOff<T>(
  engine: Engine,
  request: OneOffRequest,
  work: (container: string) => Promise<T>,
): Promise<T> {
  const { signal } = request;
  await removeUnstarted(engine, request);
  const container = await createOneOff(engine, request);
  let stdin: Socket | null = null;
  try {
    // Attached before it starts: without a connected stdin it would end at once.
    stdin = await holdOpen(engine, container, signal);
    await startContainer(engine, container, signal);
    return await work(container);
  } finally {
    // It has its own signal: the container is removed after an interruption too.
    await removeContainer(engine, container, endAfter(removeTimeoutMs)).catch(() => {});
    stdin?.destroy();
  }
}

/**
 * Removes those left by a localgpt that was killed between creating and starting them: they never ran, so they never
 * end.
 */
async function removeUnstarted(engine: Engine, { project, signal }: OneOffRequest): Promise<void> {
  const filters = JSON.stringify({
    label: [`${label.project}=${project}`, `${label.ownOneOff}=True`],
    status: ["created"],
  });
  const call = (abortSignal: AbortSignal) => engine.docker.listContainers({ all: true, filters, abortSignal });
  for (const { Id, Created } of await callEngine(engine, { action: "list-containers", signal }, call)) {
    // A younger one may belong to another localgpt that is about to start it.
    if (Date.now() / 1000 - Created > unstartedSeconds) await removeContainer(engine, Id, signal);
  }
}

async function createOneOff(engine: Engine, { project, image, mounts, signal }: OneOffRequest): Promise<string> {
  const options = {
    Image: image,
    Entrypoint: ["cat"],
    Cmd: [],
    OpenStdin: true,
    StdinOnce: true,
    AttachStdin: true,
    Healthcheck: { Test: ["NONE"] },
    Labels: { [label.project]: project, [label.oneoff]: "True", [label.ownOneOff]: "True" },
    HostConfig: {
      AutoRemove: true,
      NetworkMode: "none",
      Binds: mounts.map(({ volume, path, readOnly }) => `${volume}:${path}:${readOnly ? "ro" : "rw"}`),
      SecurityOpt: ["no-new-privileges:true"],
      CapDrop: ["ALL"],
      CapAdd: capabilities,
      PidsLimit: mostProcesses,
    },
  };
  const name = `${project}-run-${randomBytes(6).toString("hex")}`;
  const bounds = { action: "create-container", signal, graceMs: changeGraceMs };
  // The Engine fills a new volume while it creates the container.
  const created = await callEngine(engine, { ...bounds, timeoutMs: 600_000 }, (bounded) =>
    engine.docker.createContainer(cleanOptions({ name }, options, bounded)),
  );
  return created.id;
}

async function holdOpen(engine: Engine, container: string, signal: AbortSignal): Promise<Socket> {
  const attach = { stream: true, hijack: true, stdin: true, stdout: true, stderr: true };
  const socket = (await callEngine(engine, { action: "attach-container", signal }, (abortSignal) =>
    engine.docker.getContainer(container).attach({ ...attach, abortSignal }),
  )) as unknown as Socket;
  socket.on("error", () => {});
  socket.resume();
  return socket;
}
