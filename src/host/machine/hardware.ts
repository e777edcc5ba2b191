import { readFile, statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { codeOf } from "../../core/facts/system-codes.ts";
import type { World } from "../../core/run/world.ts";
import type { HostGpu } from "../../core/stack/gpu.ts";
import { fileFailed } from "../files/files.ts";
import { readGpu } from "./gpu.ts";
import { askProgram } from "./programs.ts";

/** What this machine reports about itself; null if it does not. */
export type HostHardware = {
  platform: NodeJS.Platform;
  physicalCores: number | null;
  /** Whether the processor knows AVX2; null on other processors than x86 and if unknown. */
  avx2: boolean | null;
  /** Memory that new programs can have without swapping, in bytes. */
  memoryAvailableBytes: number | null;
  gpu: HostGpu;
};

/** The system to ask, and the environment of the programs that are run for it. */
type Machine = Pick<World, "platform" | "environment" | "signal">;

type Processor = Pick<HostHardware, "physicalCores" | "avx2">;

const unknownProcessor: Processor = { physicalCores: null, avx2: null };

/**
 * Reads the hardware of this machine (never of a virtual or remote one that the Engine runs on); throws only when
 * aborted.
 */
export async function readHardware(world: Machine): Promise<HostHardware> {
  const { platform } = world;
  const [processor, memoryAvailableBytes, gpu] = await Promise.all([
    readProcessor(world),
    platform === "linux" ? readMemoryAvailable() : null,
    readGpu(),
  ]);
  return { platform, ...processor, memoryAvailableBytes, gpu };
}

/**
 * Free bytes for an unprivileged writer on the disk of `path`; a folder that cannot be reached (Docker's own, to
 * others) counts as its nearest reachable parent's. Throws `file-failed`.
 */
export async function readFreeBytes(path: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(path);
    return bavail * bsize;
  } catch (error) {
    const parent = dirname(path);
    if (parent === path || !["ENOENT", "EACCES"].includes(codeOf(error) ?? "")) throw fileFailed(path, "read", error);
    return readFreeBytes(parent);
  }
}

async function readProcessor(world: Machine): Promise<Processor> {
  if (world.platform === "linux") return parseCpuinfo(await readFile("/proc/cpuinfo", "utf8").catch(() => ""));
  if (world.platform === "darwin") return readMacProcessor(world);
  return unknownProcessor;
}

/** Cores and AVX2 from the text of Linux's `/proc/cpuinfo`; other processors than x86 list neither there. */
export function parseCpuinfo(text: string): Processor {
  const blocks = text.split(/\n\s*\n/).filter((block) => /^processor\s*:/m.test(block));
  const field = (block: string, name: string) => new RegExp(`^${name}\\s*:\\s*(.*)$`, "m").exec(block)?.[1];
  const cores = new Set(blocks.map((block) => `${field(block, "physical id")}/${field(block, "core id")}`));
  const flags = blocks[0] === undefined ? undefined : field(blocks[0], "flags");
  const toldCores = blocks[0] !== undefined && field(blocks[0], "core id") !== undefined;
  return {
    physicalCores: toldCores ? cores.size : null,
    avx2: flags === undefined ? null : flags.split(" ").includes("avx2"),
  };
}

async function readMacProcessor({ environment, signal }: Machine): Promise<Processor> {
  const output = await askProgram("sysctl", ["hw.physicalcpu", "hw.optional.avx2_0"], { environment, signal });
  return parseSysctl(output);
}

/**
 * Cores and AVX2 from macOS's `sysctl hw.physicalcpu hw.optional.avx2_0`; Apple's own processors have no second line.
 */
export function parseSysctl(text: string): Processor {
  const value = (name: string) => new RegExp(`^${name}: (\\d+)$`, "m").exec(text)?.[1];
  const cores = value("hw\\.physicalcpu");
  const avx2 = value("hw\\.optional\\.avx2_0");
  return { physicalCores: cores === undefined ? null : Number(cores), avx2: avx2 === undefined ? null : avx2 === "1" };
}

async function readMemoryAvailable(): Promise<number | null> {
  return parseMemoryAvailable(await readFile("/proc/meminfo", "utf8").catch(() => ""));
}

/** Bytes of `MemAvailable` in the text of Linux's `/proc/meminfo`; null on kernels older than 3.14. */
export function parseMemoryAvailable(text: string): number | null {
  const kibibytes = /^MemAvailable:\s+(\d+) kB$/m.exec(text)?.[1];
  return kibibytes === undefined ? null : Number(kibibytes) * 1024;
}
