import { setTimeout as sleep } from "node:timers/promises";
import { LocalgptError } from "../../core/errors/errors.ts";
import { folderBytes } from "../../engine/machine/volumes.ts";
import { withOneOff } from "../../engine/programs/one-off.ts";
import { startProgram } from "../../engine/programs/program.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import type { Fill } from "../data/fill.ts";
import { requireRoom, spareBytes } from "../data/require-room.ts";
import { lastLine } from "../data/run-script.ts";
import { readPageState } from "../page/page-state.ts";

const from = "/localgpt/from";
const to = "/localgpt/to";
const reportEveryMs = 500;

/**
 * Fills a new volume with everything of another one, which no container may be writing to, and checks the copy's
 * database. Throws `disk-full` before anything is written, `data-not-copied` and `data-damaged`.
 */
export function cloneVolume(engine: Engine, { project, source }: { project: string; source: string }): Fill {
  return async (volume, { image, signal, emit, operationId }) => {
    const mounts = [
      { volume: source, path: from, readOnly: true },
      { volume, path: to },
    ];
    return withOneOff(engine, { project, image, mounts, signal }, async (container) => {
      const totalBytes = await folderBytes(engine, container, from, signal);
      const neededBytes = (totalBytes ?? 0) + spareBytes;
      await requireRoom(engine, { container, folder: to, volume, neededBytes }, signal);
      const tell = (completedBytes: number) => {
        const transfer = { name: source, phase: "copying", completedBytes, totalBytes, bytesPerSecond: null } as const;
        emit({ type: "transfer", operationId, transfer: { kind: "data", ...transfer } });
      };
      // Flushed to the disk before anybody relies on it.
      const command = ["bash", "-c", `cp --archive ${from}/. ${to}/ && sync --file-system ${to}`];
      const copying = await startProgram(engine, container, command, { action: "copy-data", signal });
      copying.stream.resume();
      let isCopying = true;
      const ended = copying.ended.finally(() => {
        isCopying = false;
      });
      // An aborted signal also ends the program: nothing more is asked of it, only its end is awaited.
      const isUnderWay = () => isCopying && !signal.aborted;
      while (isUnderWay()) {
        await Promise.race([ended, sleep(reportEveryMs, null, { signal }).catch(() => {})]);
        if (isUnderWay()) tell((await folderBytes(engine, container, to, signal).catch(() => null)) ?? 0);
      }
      const { exitCode, stderr } = await ended;
      if (signal.aborted) throw new LocalgptError("interrupted", {});
      const detail = lastLine(stderr);
      if (exitCode !== 0) throw new LocalgptError("data-not-copied", { from: source, volume, detail });
      return readPageState(engine, { container, folder: to, check: true, signal });
    });
  };
}
