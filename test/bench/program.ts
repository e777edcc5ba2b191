import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** A program to measure: what to run and in which environment. */
export type Program = { command: string; args: string[]; environment?: Record<string, string | undefined> };

/**
 * How long it took and, of it and the programs it started, the most memory that one held; null where `/proc` is not
 * there.
 */
export type Taken = { ms: number; peakBytes: number | null };

const betweenLooksMs = 20;

/** Runs programs one after the other, their output read as by a pipe; throws with what one said when it fails. */
export async function run(...programs: Program[]): Promise<Taken> {
  const all: Taken[] = [];
  for (const program of programs) all.push(await runOne(program));
  const peaks = all.flatMap(({ peakBytes }) => (peakBytes === null ? [] : [peakBytes]));
  return { ms: all.reduce((sum, { ms }) => sum + ms, 0), peakBytes: peaks.length > 0 ? Math.max(...peaks) : null };
}

async function runOne({ command, args, environment = {} }: Program): Promise<Taken> {
  const startedMs = performance.now();
  const child = spawn(command, args, { env: { ...process.env, ...environment }, stdio: ["ignore", "pipe", "pipe"] });
  const complaints: Buffer[] = [];
  child.stdout.resume();
  child.stderr.on("data", (chunk: Buffer) => complaints.push(chunk));
  const peak = watchMemory(child);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  const ms = performance.now() - startedMs;
  if (code !== 0) throw new Error(`${command} ${args.join(" ")}: exit code ${code}\n${Buffer.concat(complaints)}`);
  return { ms, peakBytes: peak() };
}

/** Looks at the kernel's own high-water marks until the program ends: what grows after the last look is missed. */
function watchMemory(child: ChildProcess): () => number | null {
  let most: number | null = null;
  const look = (): void => {
    for (const pid of family(child.pid ?? 0)) {
      const kilobytes = /^VmHWM:\s*(\d+) kB$/m.exec(readProc(`${pid}/status`))?.[1];
      if (kilobytes !== undefined) most = Math.max(most ?? 0, Number(kilobytes) * 1024);
    }
  };
  const timer = setInterval(look, betweenLooksMs);
  child.once("close", () => clearInterval(timer));
  return () => most;
}

/** A process and those that it started: `docker compose` is a program that `docker` starts. */
function family(pid: number): number[] {
  // A program with many threads may start others from any of them.
  const children = listProc(`${pid}/task`).map((thread) => readProc(`${pid}/task/${thread}/children`));
  return [pid, ...children.flatMap((pids) => pids.split(" ").filter(Boolean).map(Number)).flatMap(family)];
}

function listProc(path: string): string[] {
  try {
    return readdirSync(`/proc/${path}`);
  } catch {
    return [];
  }
}

function readProc(path: string): string {
  try {
    return readFileSync(`/proc/${path}`, "utf8");
  } catch {
    return "";
  }
}
