import { codeOf } from "../../core/facts/system-codes.ts";
import type { Processes } from "../../core/run/world.ts";

/** What Node's `process` tells of this process and of others; only `main.ts` has it to give. */
export type NodeProcess = { pid: number; kill: (id: number, signal: 0) => unknown; getuid?: () => number };

/** This process among those of its machine. */
export function createProcesses(node: NodeProcess): Processes {
  return {
    ownId: node.pid,
    userId: node.getuid?.() ?? null,
    isAlive: (id) => {
      try {
        // Signal 0 is never sent: it only asks whether there is somebody to send it to.
        node.kill(id, 0);
        return true;
      } catch (error) {
        return codeOf(error) === "EPERM";
      }
    },
  };
}
