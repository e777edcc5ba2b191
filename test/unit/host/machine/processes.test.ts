import { expect, test } from "vitest";
import { createProcesses } from "../../../../src/host/machine/processes.ts";

const failing = (code: string) => () => {
  throw Object.assign(new Error(code), { code });
};

test("a process is alive when it can be asked for, and when it is somebody else's", () => {
  const { ownId, isAlive } = createProcesses(process);
  expect([ownId, isAlive(process.pid)]).toEqual([process.pid, true]);
  expect(createProcesses({ pid: 1, kill: failing("EPERM") }).isAlive(2)).toBe(true);
  expect(createProcesses({ pid: 1, kill: failing("ESRCH") }).isAlive(2)).toBe(false);
});

test("Windows has no number of a user", () => {
  expect(createProcesses({ pid: 1, kill: failing("ESRCH") }).userId).toBeNull();
  expect(createProcesses({ pid: 1, kill: failing("ESRCH"), getuid: () => 1000 }).userId).toBe(1000);
});
