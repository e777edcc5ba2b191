import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { dockerHost } from "./docker.ts";
import { forward, handOver, passOn } from "./engine-proxy.ts";
import { startStubEngine } from "./stub-engine.ts";

/** A call that stands still: `reached` resolves when it does, and it goes on when it is let go. */
export type Hold = { reached: Promise<void>; letGo: () => void };

/** A socket in front of the Engine under test that lets everything through except the calls that it should hold. */
export type HeldEngine = {
  host: string;
  /**
   * Holds the next call that fits (`POST /containers/create?name=…`): before the Engine hears of it (`asked`), or when
   * the Engine has done it and nobody knows yet (`answered`).
   */
  hold: (when: "asked" | "answered", fits: RegExp) => Hold;
  /** Breaks off every call that is still held, so that the Engine never hears of it, and holds nothing more. */
  breakOff: () => void;
  close: () => Promise<void>;
};

type Held = {
  when: "asked" | "answered";
  fits: RegExp;
  reach: () => void;
  /** Whether it goes on. */
  end: (goesOn: boolean) => void;
  ended: Promise<boolean>;
};

/** Starts it on a socket of its own. */
export async function startHeldEngine(): Promise<HeldEngine> {
  const socketPath = dockerHost().replace("unix://", "");
  const waiting: Held[] = [];
  const held = new Set<Held>();

  /** Whether the call may go on, which is known when it is no longer held. */
  const halt = async (when: Held["when"], { method, url = "" }: IncomingMessage): Promise<boolean> => {
    const call = `${method} ${decodeURIComponent(url).replace(/^\/v\d+\.\d+/, "")}`;
    const at = waiting.findIndex((candidate) => candidate.when === when && candidate.fits.test(call));
    const [hold] = at === -1 ? [] : waiting.splice(at, 1);
    if (hold === undefined) return true;
    held.add(hold);
    hold.reach();
    return hold.ended;
  };

  const pass = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!(await halt("asked", incoming)) || response.destroyed) return void response.destroy();
    forward(socketPath, incoming, response, async (reply) => {
      if (await halt("answered", incoming)) passOn(reply, response);
      else response.destroy();
    });
  };

  // An exec or an attach: from here on the connection carries bytes of its own.
  const passOver = async (incoming: IncomingMessage, client: Duplex, head: Buffer): Promise<void> => {
    client.once("error", () => client.destroy());
    if (await halt("asked", incoming)) handOver(socketPath, incoming, client, head);
    else client.destroy();
  };

  const stub = await startStubEngine({
    answer: (incoming, response) => {
      void pass(incoming, response);
      return true;
    },
    upgrade: (...exchange) => void passOver(...exchange),
  });
  const breakOff = (): void => {
    waiting.splice(0);
    for (const hold of held) hold.end(false);
    held.clear();
  };
  return {
    host: stub.host,
    hold: (when, fits) => {
      let reach = (): void => {};
      let end = (_goesOn: boolean): void => {};
      const reached = new Promise<void>((resolve) => {
        reach = resolve;
      });
      const ended = new Promise<boolean>((resolve) => {
        end = resolve;
      });
      waiting.push({ when, fits, reach, end, ended });
      return { reached, letGo: () => end(true) };
    },
    breakOff,
    close: async () => {
      breakOff();
      await stub.close();
    },
  };
}
