import { Duplex } from "node:stream";

type Ends = {
  /** Called when the reader has room again. */
  resume: () => void;
  /** Sends bytes; calls back when more may be sent. */
  send: (bytes: Uint8Array, done: (error?: Error | null) => void) => void;
  /** Tells the other side that no more bytes will come. */
  finish: () => void;
  /** Releases everything at once. */
  release: () => void;
  /** Whether an open connection keeps this process alive. */
  hold: (alive: boolean) => void;
};

/**
 * A byte stream that node:http accepts as a socket: the other side's end closes it, and the calls that only a socket
 * has exist. Timeouts are left to each request's AbortSignal.
 */
export class ByteStream extends Duplex {
  readonly #ends: Ends;

  constructor(ends: Ends) {
    super({ allowHalfOpen: false });
    this.#ends = ends;
  }

  /** Hands bytes to the reader; false means: no more until `resume` is called. */
  receive(bytes: Uint8Array): boolean {
    return this.push(bytes);
  }

  /** The other side has ended; also noticed by an agent that holds this connection unused. */
  receiveEnd(): void {
    if (this.readableEnded || this.destroyed) return;
    this.push(null);
    this.read(0);
  }

  override _read(): void {
    this.#ends.resume();
  }

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#ends.send(chunk, done);
  }

  override _final(done: () => void): void {
    this.#ends.finish();
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#ends.release();
    done(error);
  }

  ref(): this {
    this.#ends.hold(true);
    return this;
  }

  unref(): this {
    this.#ends.hold(false);
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setTimeout(): this {
    return this;
  }
}
