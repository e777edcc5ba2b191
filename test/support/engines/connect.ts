import { setMaxListeners } from "node:events";
import { connectEngine } from "../../../src/engine/find/connect.ts";
import type { Engine } from "../../../src/engine/wire/engine.ts";
import { dockerHost } from "./docker.ts";

// As main.ts does: many calls listen on one signal.
setMaxListeners(0);

/** Connects to the Engine under test as localgpt does, with nothing of the person's environment but its address. */
export async function connectUnderTest(environment: NodeJS.ProcessEnv = {}): Promise<Engine> {
  const { PATH, HOME, DOCKER_CONFIG } = process.env;
  return connectEngine({
    environment: { PATH, HOME, DOCKER_CONFIG, DOCKER_HOST: dockerHost(), ...environment },
    platform: process.platform,
    userId: process.getuid?.() ?? null,
    signal: new AbortController().signal,
    emit: () => {},
  });
}

/** A signal that never aborts, for calls whose end the test does not bring about. */
export function calm(): AbortSignal {
  return new AbortController().signal;
}
