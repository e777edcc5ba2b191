import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { umask } from "node:process";
import type { Readable, Writable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Event } from "../../../../src/core/run/events.ts";
import { type Clock, withLock } from "../../../../src/host/files/lock.ts";
import { createProcesses } from "../../../../src/host/machine/processes.ts";
import { isPosix } from "../../../support/program/posix.ts";

// Another localgpt, as far as the lock goes: says "held" once it has it, lets go when its input ends.
const holderSource = `
  import { withLock } from ${JSON.stringify(fileURLToPath(new URL("../../../../src/host/files/lock.ts", import.meta.url)))};
  import { createProcesses } from ${JSON.stringify(fileURLToPath(new URL("../../../../src/host/machine/processes.ts", import.meta.url)))};
  const processes = createProcesses(process);
  const request = { command: "localgpt pull", signal: new AbortController().signal, emit: () => {}, processes };
  await withLock(process.argv[2], request, async () => {
    console.log("held");
    for await (const _ of process.stdin);
  });
`;

type Holder = ChildProcessByStdio<Writable, Readable, null>;

let scripts: string;
let program: string;
let folder: string;
let holders: Holder[];

beforeAll(async () => {
  scripts = await mkdtemp(join(tmpdir(), "localgpt-lock-program-"));
  program = join(scripts, "holder.mjs");
  const banner = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";
  await build({
    stdin: { contents: holderSource, resolveDir: fileURLToPath(new URL(".", import.meta.url)) },
    outfile: program,
    bundle: true,
    format: "esm",
    platform: "node",
    banner: { js: banner },
  });
});
afterAll(async () => {
  await rm(scripts, { recursive: true });
});
beforeEach(async () => {
  holders = [];
  folder = await mkdtemp(join(tmpdir(), "localgpt-lock-"));
});
afterEach(async () => {
  for (const holder of holders) if (holder.exitCode === null) holder.kill("SIGKILL");
  await rm(folder, { recursive: true });
});

async function startHolder(): Promise<Holder> {
  const holder = spawn("node", [program, folder], { stdio: ["pipe", "pipe", "inherit"] });
  holders.push(holder);
  await once(holder.stdout, "data");
  return holder;
}

function ask(signal = new AbortController().signal) {
  const events: Event[] = [];
  const told = deferred();
  const emit = (event: Event) => {
    events.push(event);
    told.resolve();
  };
  return {
    events,
    told: told.promise,
    request: { command: "localgpt up", signal, emit, processes: createProcesses(process) },
  };
}

/** A clock whose pauses pass at once, as long as it shows less than `untilMs`; from then on it stands still. */
function quickClock(untilMs: number): Clock {
  let ms = 0;
  return {
    nowMs: () => ms,
    pause: async (pauseMs) => {
      ms = Math.min(ms + pauseMs, untilMs);
      await sleep(5);
    },
  };
}

function deferred() {
  let resolve: () => void = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

test.runIf(isPosix)("nobody else may look into the lock, whatever the umask", async () => {
  const before = umask(0);
  try {
    const request = {
      command: "localgpt up",
      signal: new AbortController().signal,
      emit: () => {},
      processes: createProcesses(process),
    };
    await withLock(folder, request, async () => {
      for (const [name, mode] of [
        ["lock", 0o700],
        ["lock.json", 0o600],
      ] as const) {
        expect((await stat(join(folder, name))).mode & 0o777).toBe(mode);
      }
    });
  } finally {
    umask(before);
  }
});

describe("withLock", () => {
  test("gives the result and leaves the folder free", async () => {
    const { request, events } = ask();
    expect(await withLock(folder, request, async () => "first")).toBe("first");
    expect(await withLock(folder, request, async () => "second")).toBe("second");
    expect(events).toEqual([]);
  });

  test("is free again after work that failed", async () => {
    const { request } = ask();
    await expect(withLock(folder, request, () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
    expect(await withLock(folder, request, async () => "free")).toBe("free");
  });

  test("makes its folder", async () => {
    const { request } = ask();
    expect(await withLock(join(folder, "projects", "school"), request, async () => "made")).toBe("made");
  });

  test("waits for another process and says once who it is", async () => {
    const holder = await startHolder();
    const { request, events, told } = ask();
    let done = false;
    const work = withLock(
      folder,
      request,
      async () => {
        done = true;
      },
      quickClock(0),
    );
    await told;
    expect(done).toBe(false);
    const notice = { id: "waiting-for-lock", pid: holder.pid, command: "localgpt pull" };
    expect(events).toMatchObject([{ type: "notice", notice }]);
    holder.stdin.end();
    await work;
    expect(done).toBe(true);
    expect(events).toHaveLength(1);
  });

  test("a killed process holds nobody up for longer than 5 seconds, and it is said why", async () => {
    const holder = await startHolder();
    holder.kill("SIGKILL");
    await once(holder, "exit");
    const { request, events } = ask();
    const clock = quickClock(60_000);
    await withLock(folder, request, async () => {}, clock);
    expect(clock.nowMs()).toBeLessThan(5000);
    const notice = { id: "lock-left-behind", pid: holder.pid, command: "localgpt pull" };
    expect(events).toMatchObject([{ type: "notice", notice }]);
  });

  test("one that was killed a while ago holds up nobody", async () => {
    const holder = await startHolder();
    holder.kill("SIGKILL");
    await once(holder, "exit");
    const then = new Date(Date.now() - 4500);
    await utimes(join(folder, "lock"), then, then);
    const { request, events } = ask();
    const clock = quickClock(60_000);
    await withLock(folder, request, async () => {}, clock);
    expect(clock.nowMs()).toBe(0);
    expect(events).toEqual([]);
  });

  test("one whose clock was set back since does so neither", async () => {
    const holder = await startHolder();
    holder.kill("SIGKILL");
    await once(holder, "exit");
    const tomorrow = new Date(Date.now() + 86_400_000);
    await utimes(join(folder, "lock"), tomorrow, tomorrow);
    const clock = quickClock(60_000);
    await withLock(folder, ask().request, async () => {}, clock);
    expect(clock.nowMs()).toBeLessThan(5000);
  });

  test("a holder that could not note who it is is waited for and told of", async () => {
    const holder = await startHolder();
    await rm(join(folder, "lock.json"));
    const { request, events, told } = ask();
    const clock = quickClock(1000);
    const work = withLock(folder, request, async () => {}, clock);
    await told;
    expect(clock.nowMs()).toBe(1000);
    expect(events).toEqual([{ type: "notice", notice: { id: "lock-held", folder } }]);
    holder.stdin.end();
    await work;
  });

  test("waiting ends with the signal", async () => {
    await startHolder();
    const controller = new AbortController();
    const { request, told } = ask(controller.signal);
    const work = withLock(folder, request, async () => "never");
    await told;
    controller.abort();
    await expect(work).rejects.toMatchObject({ code: "interrupted" });
  });

  test("work is told when its lock was taken away", async () => {
    const { request } = ask();
    const work = withLock(folder, request, async (signal) => {
      await rm(join(folder, "lock"), { recursive: true });
      await once(signal, "abort");
      signal.throwIfAborted();
    });
    await expect(work).rejects.toMatchObject({ code: "file-failed", facts: { action: "lock" } });
  });

  test("a holder on another machine is taken to be at work", async () => {
    await startHolder();
    const note = JSON.parse(await readFile(join(folder, "lock.json"), "utf8"));
    expect(note).toMatchObject({ host: hostname(), command: "localgpt pull" });
    await writeFile(join(folder, "lock.json"), JSON.stringify({ ...note, host: "another", pid: 2 ** 22 + 1 }));
    const controller = new AbortController();
    const { request, told, events } = ask(controller.signal);
    const work = withLock(folder, request, async () => {});
    await told;
    controller.abort();
    await expect(work).rejects.toMatchObject({ code: "interrupted" });
    expect(events).toMatchObject([{ notice: { id: "waiting-for-lock", host: "another" } }]);
  });

  test("no two are ever at work at once", async () => {
    let inside = 0;
    let most = 0;
    const work = async () => {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((resolve) => setImmediate(resolve));
      inside -= 1;
    };
    await Promise.all(Array.from({ length: 4 }, () => withLock(folder, ask().request, work, quickClock(0))));
    expect(most).toBe(1);
  });
});
