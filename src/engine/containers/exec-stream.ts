import type { Socket } from "node:net";
import { ByteStream } from "../wire/byte-stream.ts";
import { createDemultiplexer } from "../wire/streams.ts";

/**
 * Who is told of an exec's stream: that its program said something on stdout, what it said on stderr, and that it was
 * given up here.
 */
export type ExecListener = { hear: () => void; complain: (bytes: Uint8Array) => void; release: () => void };

/**
 * Joins the socket of an exec to a stream of bytes, its program's stdin and stdout, with a slow reader holding up the
 * program. Why a write fails is told by how the program ends, so the failure itself is passed over; that end is the
 * caller's to notice.
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
