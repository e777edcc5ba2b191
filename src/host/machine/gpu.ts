import { access, readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { HostGpu } from "../../core/stack/gpu.ts";

const pciDevices = "/sys/bus/pci/devices";
const nvidiaVendor = "0x10de";
// WSL has no driver of its own under /proc: Windows provides its library.
const nvidiaDriverFiles = ["/proc/driver/nvidia/version", "/usr/lib/wsl/lib/libnvidia-ml.so.1"];

/** What Linux's files say about graphics cards, without starting a program; elsewhere nothing is found. */
export async function readGpu(): Promise<HostGpu> {
  const [drivers, nvidiaCard, kfd, dri, renderGroups] = await Promise.all([
    Promise.all(nvidiaDriverFiles.map(exists)),
    hasNvidiaCard(),
    exists("/dev/kfd"),
    exists("/dev/dri"),
    readRenderGroups(),
  ]);
  const nvidiaDriver = drivers.includes(true);
  return { nvidiaDriver, nvidiaCard: nvidiaCard || nvidiaDriver, kfd, dri, renderGroups };
}

async function hasNvidiaCard(): Promise<boolean> {
  const devices = await readdir(pciDevices).catch(() => []);
  const found = await Promise.all(
    devices.map(async (device) => {
      const [vendor, kind] = await Promise.all(
        ["vendor", "class"].map((file) => readFile(join(pciDevices, device, file), "utf8").catch(() => "")),
      );
      // Class 03 are display controllers; cards without a plug for a screen are 0302.
      return vendor?.trim() === nvidiaVendor && kind?.startsWith("0x03") === true;
    }),
  );
  return found.includes(true);
}

/**
 * Numeric groups of the device files that AMD's and Mesa's drivers open, sorted; root's own is useless to a container.
 */
async function readRenderGroups(): Promise<number[]> {
  const names = await readdir("/dev/dri").catch(() => []);
  const paths = [
    "/dev/kfd",
    ...names.filter((name) => /^(?:card|renderD)\d+$/.test(name)).map((name) => `/dev/dri/${name}`),
  ];
  const groups = await Promise.all(
    paths.map((path) =>
      stat(path).then(
        ({ gid }) => gid,
        () => 0,
      ),
    ),
  );
  return [...new Set(groups)].filter((gid) => gid !== 0).sort((a, b) => a - b);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
