import type { Duplex } from "node:stream";
import { readExitCode, startExec } from "../containers/exec.ts";
import { joinExec } from "../containers/exec-stream.ts";
import { endAfter } from "../wire/bound-by.ts";
import { type Bounds, callEngine } from "../wire/call.ts";
import type { Engine } from "../wire/engine.ts";
import { abortError } from "../wire/faults.ts";

/** How a program ended: `exitCode` null if the Engine no longer knows it, `stderr` the end of its messages. */
export type ProgramEnd = { exitCode: number | null; stderr: string };

/**
 * A program that runs in a container: its stdin and stdout as one stream, and how it ends (waiting for it never
 * throws).
 */
export type Program = { stream: Duplex; ended: Promise<ProgramEnd> };

const keptComplaintBytes = 16_384;
const exitTimeoutMs = 15_000;

/**
 * Starts a program in a running container with its stdin and stdout as a stream of bytes of any length, in constant
 * memory; `bounds` holds for the start, its signal for the whole. An aborted signal destroys the stream. Throws the
 * Engine's failures; a program that fails ends the stream, and `ended` says how.
 */
export async function startProgram(
  engine: Engine,
  containerId: string,
  command: string[],
  bounds: Bounds,
): Promise<Program> {
  const { id, socket } = await callEngine(engine, bounds, (signal) => startExec(engine, containerId, command, signal));
  const { signal, action } = bounds;
  let complaints = Buffer.alloc(0);
  const stream = joinExec(socket, {
    hear: () => {},
    complain: (bytes) => {
      complaints = Buffer.concat([complaints, bytes]).subarray(-keptComplaintBytes);
    },
    release: () => {},
  });
  // The reader or writer of the stream gets the error; there may not be a listener yet.
  stream.on("error", () => {});
  const abort = () => stream.destroy(abortError(signal, action));
  if (signal.aborted) abort();
  signal.addEventListener("abort", abort, { once: true });
  const ended = new Promise<ProgramEnd>((resolve) => {
    const end = async () => {
      signal.removeEventListener("abort", abort);
      stream.receiveEnd();
      // It has its own signal: the exit is asked for after an interruption too.
      const exitCode = await readExitCode(engine, id, endAfter(exitTimeoutMs)).catch(() => null);
      resolve({ exitCode, stderr: complaints.toString() });
    };
    socket.on("error", () => {});
    socket.once("end", () => socket.end());
    socket.once("close", end);
  });
  return { stream, ended };
}
