import { callEngine } from "../wire/call.ts";
import type { Engine } from "../wire/engine.ts";
import { getJson } from "../wire/requests.ts";

/** What the Engine says of the machine that it runs on: on Docker Desktop and its like that is a virtual machine. */
export type EngineInfo = {
  name: string;
  cpus: number;
  memoryBytes: number;
  operatingSystem: string;
  osType: string;
  architecture: string;
  kernel: string;
  /** The folder where the Engine keeps images and volumes, as its own machine names it. */
  rootFolder: string;
  runtimes: string[];
  /** GPUs and other devices by their CDI names, where the Engine tells them. */
  cdiDevices: string[];
  isVirtualMachine: boolean;
  isRootless: boolean;
  /** Whether it finds the program that `init` puts first in a container. */
  hasInit: boolean;
  storageDriver: string;
  runningContainers: number;
  /** Proxies and mirrors that the Engine itself pulls images through, null or none where it goes straight. */
  httpsProxy: string | null;
  registryMirrors: string[];
};

/** Reads what the Engine says of itself and its machine. */
export async function readEngineInfo(engine: Engine, signal: AbortSignal): Promise<EngineInfo> {
  const call = (bounded: AbortSignal) => getJson(engine.docker, { path: "/info", signal: bounded });
  const info = (await callEngine(engine, { action: "read-info", signal }, call)) as Record<string, unknown>;
  const text = (field: string) => (typeof info[field] === "string" ? (info[field] as string) : "");
  const number = (field: string) => (typeof info[field] === "number" ? (info[field] as number) : 0);
  const registry = info.RegistryConfig as { Mirrors?: string[] | null } | undefined;
  return {
    name: text("Name"),
    cpus: number("NCPU"),
    memoryBytes: number("MemTotal"),
    operatingSystem: text("OperatingSystem"),
    osType: text("OSType"),
    architecture: text("Architecture"),
    kernel: text("KernelVersion"),
    rootFolder: text("DockerRootDir"),
    runtimes: Object.keys((info.Runtimes as object | null) ?? {}),
    cdiDevices: readCdiDevices(info.DiscoveredDevices),
    isVirtualMachine: isVirtualMachine(text("OperatingSystem"), text("KernelVersion"), text("Name")),
    isRootless: ((info.SecurityOptions as string[] | null) ?? []).some((option) => option.includes("name=rootless")),
    hasInit: hasInit(info),
    storageDriver: text("Driver"),
    runningContainers: number("ContainersRunning"),
    httpsProxy: text("HttpsProxy") || null,
    registryMirrors: registry?.Mirrors ?? [],
  };
}

/** The Engine asks that program for its version; it says `N/A` where there is none. Podman tells of none at all. */
function hasInit({ InitBinary: binary, InitCommit: commit }: Record<string, unknown>): boolean {
  const known = commit as { ID?: string } | null | undefined;
  return typeof binary === "string" && binary !== "" && known?.ID !== "N/A";
}

function readCdiDevices(devices: unknown): string[] {
  if (!Array.isArray(devices)) return [];
  return (devices as { Source?: string; ID?: string }[]).flatMap(({ Source, ID }) =>
    Source === "cdi" && ID ? [ID] : [],
  );
}

/** Known by the marks that the usual programs leave on their machine's name, kernel or system. */
function isVirtualMachine(operatingSystem: string, kernel: string, name: string): boolean {
  return (
    /docker desktop|rancher desktop|orbstack/i.test(operatingSystem) ||
    /linuxkit|microsoft|orbstack/i.test(kernel) ||
    /^(colima|lima-|docker-desktop|orbstack|podman-machine)/i.test(name)
  );
}
