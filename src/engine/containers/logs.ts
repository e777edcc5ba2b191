import { callEngine } from "../wire/call.ts";
import type { Engine } from "../wire/engine.ts";
import { toLocalgptError } from "../wire/faults.ts";
import { getStream } from "../wire/requests.ts";
import { abortable, createDemultiplexer, readLines, type Source } from "../wire/streams.ts";

/** One line that a container wrote; `time` is the Engine's RFC 3339 time with nanoseconds. */
export type LogLine = { stream: Source; time: string; line: string };

/** What to read: the last `tail` lines (null for all) since a time (milliseconds of the epoch, null for all time). */
export type LogRequest = { follow: boolean; tail: number | null; sinceMs: number | null; signal: AbortSignal };

/** Reads a container's log, and with `follow` on until the container ends; throws the LocalgptError of a failure. */
export async function* readLogs(engine: Engine, containerId: string, request: LogRequest): AsyncGenerator<LogLine> {
  for await (const lines of readLogBatches(engine, containerId, request)) yield* lines;
}

/** Reads a container's log like `readLogs`, as many lines at once as have come: for logs of many megabytes. */
export async function* readLogBatches(
  engine: Engine,
  containerId: string,
  { follow, tail, sinceMs, signal }: LogRequest,
): AsyncGenerator<LogLine[]> {
  const container = engine.docker.getContainer(containerId);
  const [info, stream] = await Promise.all([
    callEngine(engine, { action: "inspect-container", signal }, (abortSignal) => container.inspect({ abortSignal })),
    callEngine(engine, { action: "read-logs", signal }, (bounded) => {
      const query = {
        stdout: true,
        stderr: true,
        timestamps: true,
        follow,
        tail: tail ?? "all",
        ...(sinceMs !== null && { since: (sinceMs / 1000).toFixed(3) }),
      };
      // The time limit covers the answer's head; the lines may keep coming for days.
      return getStream(engine.docker, { path: `/containers/${containerId}/logs`, query, signal: bounded });
    }),
  ]);
  try {
    // A terminal has one output, which the Engine does not multiplex.
    if (info.Config.Tty) for await (const line of readLines(stream, signal)) yield [parseLine("stdout", line)];
    else yield* readFrames(stream, signal);
  } catch (error) {
    throw toLocalgptError(error, "read-logs", signal);
  }
}

/** Each frame is one entry with its own time; an entry without a line end is part of a long line. */
async function* readFrames(stream: NodeJS.ReadableStream, signal: AbortSignal): AsyncGenerator<LogLine[]> {
  let ready: LogLine[] = [];
  const open: Partial<Record<Source, LogLine>> = {};
  let frame: Uint8Array[] = [];
  const decoder = new TextDecoder();
  const demultiplex = createDemultiplexer((source, bytes, ends) => {
    if (!ends || frame.length > 0) frame.push(bytes);
    if (!ends) return;
    const entry = parseLine(source, decoder.decode(frame.length > 0 ? Buffer.concat(frame) : bytes));
    if (frame.length > 0) frame = [];
    const begun = open[source];
    const whole = begun === undefined ? entry : { ...begun, line: begun.line + entry.line };
    if (whole.line.endsWith("\n")) {
      whole.line = whole.line.slice(0, whole.line.endsWith("\r\n") ? -2 : -1);
      ready.push(whole);
      if (begun !== undefined) delete open[source];
    } else open[source] = whole;
  });
  for await (const chunk of abortable(stream, signal)) {
    demultiplex(chunk);
    const lines = ready;
    ready = [];
    if (lines.length > 0) yield lines;
  }
  yield Object.values(open);
}

function parseLine(stream: Source, text: string): LogLine {
  const space = text.indexOf(" ");
  return { stream, time: text.slice(0, space), line: text.slice(space + 1) };
}
