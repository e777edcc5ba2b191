import { readdir, readFile, readlink } from "node:fs/promises";
import { basename } from "node:path";
import type { PortOwner } from "../../core/facts/vocabulary.ts";
import type { World } from "../../core/run/world.ts";
import { askProgram } from "./programs.ts";

/** A process that listens on a port, as far as the system shows. */
type Listener = Extract<PortOwner, { kind: "process" }>;

type Machine = Pick<World, "platform" | "environment" | "signal">;

/** How each system finds the listener; null if it cannot. */
type Strategy = (port: number, world: Machine) => Promise<Listener | null>;

const strategies: Partial<Record<NodeJS.Platform, Strategy>> = {
  linux: findOnLinux,
  darwin: findWithLsof,
  win32: findOnWindows,
};

/**
 * The process of this machine that listens on a TCP port; `unknown` if the system does not say, as for other users'
 * processes.
 */
export async function findPortOwner(port: number, world: Machine): Promise<PortOwner> {
  const strategy = strategies[world.platform] ?? findWithLsof;
  const owner = await strategy(port, world).catch(() => null);
  return owner ?? { kind: "unknown" };
}

async function findOnLinux(port: number): Promise<Listener | null> {
  const tables = await Promise.all(["/proc/net/tcp", "/proc/net/tcp6"].map((path) => readText(path)));
  const inodes = new Set(tables.flatMap((table) => listeningInodes(table, port)));
  if (inodes.size === 0) return null;
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  for (const pid of pids) {
    if (await holdsSocket(pid, inodes)) return { kind: "process", name: await processName(pid), pid: Number(pid) };
  }
  return null;
}

/**
 * Inodes of the sockets that listen on a port, from the text of `/proc/net/tcp` or `tcp6` (state 0A, port in
 * hexadecimal).
 */
export function listeningInodes(table: string, port: number): string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  return table.split("\n").flatMap((line) => {
    const fields = line.trim().split(/\s+/);
    const inode = fields[9];
    return fields[1]?.endsWith(suffix) && fields[3] === "0A" && inode !== undefined && inode !== "0" ? [inode] : [];
  });
}

async function holdsSocket(pid: string, inodes: ReadonlySet<string>): Promise<boolean> {
  // Other users' processes and those that just ended cannot be read.
  const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => []);
  const links = await Promise.all(descriptors.map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => "")));
  return links.some((link) => inodes.has(/^socket:\[(\d+)\]$/.exec(link)?.[1] ?? ""));
}

/** The name the process was started as; `comm` is cut at 15 characters and may be the name of a thread. */
async function processName(pid: string): Promise<string> {
  const [program = ""] = (await readText(`/proc/${pid}/cmdline`)).split("\0");
  return basename(program.split(" ")[0] ?? "") || (await readText(`/proc/${pid}/comm`)).trim() || pid;
}

async function findWithLsof(port: number, world: Machine): Promise<Listener | null> {
  return readLsof(await askProgram("lsof", ["-nP", `-iTCP:${port}`, "-sTCP:LISTEN", "-Fpc"], world));
}

/** The first process in the output of `lsof -Fpc` (`p` and its id, then `c` and its name, a line each). */
export function readLsof(output: string): Listener | null {
  const match = /^p(\d+)\r?\nc(.+?)\r?$/m.exec(output);
  return match === null ? null : { kind: "process", pid: Number(match[1]), name: match[2] ?? "" };
}

async function findOnWindows(port: number, world: Machine): Promise<Listener | null> {
  const pid = readNetstat(await askProgram("netstat", ["-ano"], world), port);
  if (pid === null) return null;
  const tasks = await askProgram("tasklist", ["/FI", `PID eq ${pid}`, "/FO", "CSV", "/NH"], world);
  return { kind: "process", pid, name: readTasklist(tasks) ?? String(pid) };
}

/**
 * The id of the process that listens on a port, from `netstat -ano`; a listener is recognised by its empty remote end,
 * the word for the state is translated.
 */
export function readNetstat(output: string, port: number): number | null {
  for (const line of output.split(/\r?\n/)) {
    const [protocol, near, far, , pid] = line.trim().split(/\s+/);
    const listens = far === "0.0.0.0:0" || far === "[::]:0";
    if (protocol === "TCP" && near?.endsWith(`:${port}`) && listens && Number(pid) > 0) return Number(pid);
  }
  return null;
}

/** The program's name in the output of `tasklist /FO CSV /NH`; null if the process does not exist. */
export function readTasklist(output: string): string | null {
  return /^"([^"]+)","\d+"/m.exec(output)?.[1] ?? null;
}

async function readText(path: string): Promise<string> {
  return readFile(path, "utf8").catch(() => "");
}
