import type { VirtualMachine } from "../facts/checks.ts";

/**
 * What an Engine says about its system; the usual programs that provide its virtual machine leave their names there.
 */
export type EngineSystem = { operatingSystem: string; kernel: string; name: string };

/** Whether a system, or a product, calls itself Docker Desktop. */
export function isDockerDesktop(system: string): boolean {
  return /docker desktop/i.test(system);
}

/** Which program's virtual machine an Engine runs in; null if it is not in one. */
export function findVirtualMachine({ operatingSystem, kernel, name }: EngineSystem): VirtualMachine | null {
  const isOne =
    isDockerDesktop(operatingSystem) ||
    /rancher desktop|orbstack/i.test(operatingSystem) ||
    /linuxkit|microsoft|orbstack/i.test(kernel) ||
    /^(colima|lima-|docker-desktop|orbstack|podman-machine)/i.test(name);
  if (!isOne) return null;
  // On Windows Docker Desktop's machine is WSL's, which takes its size from a file of its own.
  if (kernel.includes("microsoft")) return "docker-desktop-windows";
  if (isDockerDesktop(operatingSystem)) return "docker-desktop";
  return name.startsWith("colima") ? "colima" : "other";
}
