import { codeOf } from "../../core/facts/system-codes.ts";
import type { Processes } from "../../core/run/world.ts";

/** What Node's `process` says about this process and others; only `main.ts` has access to it. */
export type NodeProcess = { pid: number; kill: (id: number, signal: 0) => unknown; getuid?: () => number };

/** This process among those of its machine. */
export function createProcesses(node: NodeProcess): Processes {
  return {
    ownId: node.pid,
    userId: node.getuid?.() ?? null,
    isAlive: (id) => {
      try {
        // Signal 0 is never sent: it only checks whether the process exists.
        node.kill(id, 0);
        return true;
      } catch (error) {
        return codeOf(error) === "EPERM";
      }
    },
  };
}
