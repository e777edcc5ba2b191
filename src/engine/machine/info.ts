import type { VirtualMachine } from "../../core/facts/checks.ts";
import { findVirtualMachine } from "../../core/judge/virtual-machine.ts";
import { callEngine } from "../wire/call.ts";
import type { Engine } from "../wire/engine.ts";
import { getJson } from "../wire/requests.ts";

/** What the Engine says about its machine: on Docker Desktop and similar programs, a virtual machine. */
export type EngineInfo = {
  name: string;
  cpus: number;
  memoryBytes: number;
  operatingSystem: string;
  architecture: string;
  kernel: string;
  /** The folder where the Engine keeps images and volumes, as its own machine names it. */
  rootFolder: string;
  runtimes: string[];
  /** GPUs and other devices by their CDI names, if the Engine lists them. */
  cdiDevices: string[];
  /** Which program's virtual machine it runs in, null for none. */
  virtualMachine: VirtualMachine | null;
  /** Whether it finds the program that `init` puts first in a container. */
  hasInit: boolean;
  /** Proxies and mirrors that the Engine itself pulls images through, null or empty if it connects directly. */
  httpsProxy: string | null;
  registryMirrors: string[];
};

/** Reads what the Engine says about itself and its machine. */
export async function readEngineInfo(engine: Engine, signal: AbortSignal): Promise<EngineInfo> {
  const call = (bounded: AbortSignal) => getJson(engine.docker, { path: "/info", signal: bounded });
  const info = (await callEngine(engine, { action: "read-info", signal }, call)) as Record<string, unknown>;
  const text = (field: string) => (typeof info[field] === "string" ? (info[field] as string) : "");
  const number = (field: string) => (typeof info[field] === "number" ? (info[field] as number) : 0);
  const system = { operatingSystem: text("OperatingSystem"), kernel: text("KernelVersion"), name: text("Name") };
  const registry = info.RegistryConfig as { Mirrors?: string[] | null } | undefined;
  return {
    ...system,
    cpus: number("NCPU"),
    memoryBytes: number("MemTotal"),
    architecture: text("Architecture"),
    rootFolder: text("DockerRootDir"),
    runtimes: Object.keys((info.Runtimes as object | null) ?? {}),
    cdiDevices: readCdiDevices(info.DiscoveredDevices),
    virtualMachine: findVirtualMachine(system),
    hasInit: hasInit(info),
    httpsProxy: text("HttpsProxy") || null,
    registryMirrors: registry?.Mirrors ?? [],
  };
}

/** The Engine asks that program for its version; it says `N/A` if it is missing. Podman does not report it at all. */
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
