import { LocalgptError } from "../../core/errors/errors.ts";
import { boundBy } from "./bound-by.ts";
import { closeConnections, createDockerode } from "./dockerode.ts";
import type { Engine } from "./engine.ts";
import { isLost, statusOf } from "./faults.ts";
import { getStream } from "./requests.ts";

/** The part of an Engine that is needed to watch over a call to it. */
export type Watched = Pick<Engine, "endpoint" | "environment" | "tellWaiting">;

type Life = { state: "alive" } | { state: "silent" } | { state: "gone"; cause: unknown };

/** How long a call may wait for Docker before a person is informed. */
const patienceMs = 4_000;
/** How long Docker may give no sign of life at all; a machine that swaps needs its time for that too. */
const silenceMs = 16_000;
const newConnectionMs = 2_000;

/**
 * Watches over a call while the Engine makes it wait, until the function it returns is called. Reports a call that is
 * usually `quick` after a few seconds, any other when the Engine is completely silent, and fails both with
 * `docker-lost` when the Engine is gone, with `docker-timeout` when it no longer answers.
 */
export function watchCall(
  engine: Watched,
  { action, quick }: { action: string; quick: boolean },
  fail: (error: LocalgptError) => void,
): () => void {
  const startedMs = performance.now();
  // A person reads it, in whole seconds.
  const waitedMs = () => Math.round((performance.now() - startedMs) / 1000) * 1000;
  const over = new AbortController();
  const look = async () => {
    const tell = () => engine.tellWaiting(action, waitedMs());
    if (quick) tell();
    const telling = setTimeout(tell, patienceMs);
    const life = await findLife(engine, silenceMs, over.signal);
    clearTimeout(telling);
    if (over.signal.aborted) return;
    if (life.state === "silent") fail(new LocalgptError("docker-timeout", { action, waitedMs: waitedMs() }));
    else if (life.state === "gone") fail(new LocalgptError("docker-lost", { action }, { cause: life.cause }));
    else timer = setTimeout(look, patienceMs);
  };
  let timer = setTimeout(look, patienceMs);
  return () => {
    clearTimeout(timer);
    over.abort();
  };
}

/**
 * Throws `docker-lost` if the Engine accepts no new connection: one that is being stopped ends its containers first,
 * and until then keeps answering on open connections.
 */
export async function requireAlive(engine: Watched, action: string, signal: AbortSignal): Promise<void> {
  const life = await findLife(engine, newConnectionMs, signal);
  if (life.state === "gone") throw new LocalgptError("docker-lost", { action }, { cause: life.cause });
}

/** The outcome of a new connection: any answer at all is a sign of life. */
async function findLife(
  { endpoint, environment }: Pick<Engine, "endpoint" | "environment">,
  boundMs: number,
  signal: AbortSignal,
): Promise<Life> {
  const bounded = boundBy(signal, boundMs);
  const docker = await createDockerode(endpoint, environment);
  try {
    await getStream(docker, { path: "/_ping", signal: bounded });
    return { state: "alive" };
  } catch (error) {
    if (statusOf(error) !== null) return { state: "alive" };
    if (bounded.aborted) return { state: "silent" };
    return isLost(error) ? { state: "gone", cause: error } : { state: "alive" };
  } finally {
    closeConnections(docker);
  }
}
