import type { Socket } from "node:net";
import { ByteStream } from "../wire/byte-stream.ts";
import { createDemultiplexer } from "../wire/streams.ts";

/**
 * The listeners to an exec's stream: its program wrote to stdout, it wrote something to stderr, and it was given up
 * here.
 */
export type ExecListener = { hear: () => void; complain: (bytes: Uint8Array) => void; release: () => void };

/**
 * Joins the socket of an exec to a stream of bytes, its program's stdin and stdout, with a slow reader holding up the
 * program. A failed write is explained by the program's exit, so the failure itself is ignored; the caller has to watch
 * for that exit.
 */
export function joinExec(socket: Socket, { hear, complain, release }: ExecListener): ByteStream {
  const stream = new ByteStream({
    resume: () => socket.resume(),
    send: (bytes, done) => socket.write(bytes, () => done()),
    finish: () => socket.end(),
    release: () => {
      release();
      socket.destroy();
    },
    hold: (alive) => (alive ? socket.ref() : socket.unref()),
  });
  const demultiplex = createDemultiplexer((source, bytes) => {
    if (source === "stderr") return complain(bytes);
    hear();
    if (!stream.receive(bytes)) socket.pause();
  });
  socket.on("data", (chunk: Buffer) => {
    try {
      demultiplex(chunk);
    } catch (error) {
      stream.destroy(error as Error);
    }
  });
  return stream;
}
