import type { Socket } from "node:net";
import { type Bounds, callEngine } from "../wire/call.ts";
import type { Engine } from "../wire/engine.ts";
import { abortable, createDemultiplexer } from "../wire/streams.ts";

/** The output of a program that ran in a container; the exit code is null if the Engine no longer knows it. */
export type ExecResult = { exitCode: number | null; stdout: string; stderr: string };

/**
 * Starts a program in a running container with its three streams on one socket, multiplexed; throws dockerode's errors.
 */
export async function startExec(
  engine: Engine,
  containerId: string,
  command: string[],
  signal: AbortSignal,
): Promise<{ id: string; socket: Socket }> {
  const exec = await engine.docker.getContainer(containerId).exec({
    Cmd: command,
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    Tty: false,
    abortSignal: signal,
  });
  const socket = (await exec.start({ hijack: true, stdin: true, Tty: false, abortSignal: signal })) as Socket;
  return { id: exec.id, socket };
}

/** The exit code of an exec that has ended, null while it runs. */
export async function readExitCode(engine: Engine, execId: string, signal: AbortSignal): Promise<number | null> {
  const found = await engine.docker.getExec(execId).inspect({ abortSignal: signal });
  return found.ExitCode ?? null;
}

/**
 * Runs a program in a running container to its end, with a text as its stdin; throws LocalgptErrors of the Engine, a
 * failing program is a result.
 */
export async function runInContainer(
  engine: Engine,
  containerId: string,
  command: string[],
  bounds: Bounds,
  input = "",
): Promise<ExecResult> {
  return callEngine(engine, bounds, async (signal) => {
    const { id, socket } = await startExec(engine, containerId, command, signal);
    socket.end(input);
    const texts = { stdout: [] as Uint8Array[], stderr: [] as Uint8Array[] };
    const demultiplex = createDemultiplexer((source, bytes) => texts[source].push(bytes));
    for await (const chunk of abortable(socket, signal)) demultiplex(chunk);
    return {
      exitCode: await readExitCode(engine, id, signal),
      stdout: Buffer.concat(texts.stdout).toString(),
      stderr: Buffer.concat(texts.stderr).toString(),
    };
  });
}
