import { appendFile, mkdir, rm, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ServiceName } from "../../../src/core/services/services.ts";
import { asRoot } from "../program/root.ts";
import type { Workspace } from "../program/workspace.ts";
import { docker } from "./docker.ts";

/** A small file system in memory, mounted on a folder. */
export type SmallDisk = {
  /** Takes all the space that is left but for so many bytes. */
  fill: (leaveBytes?: number) => Promise<void>;
  /** Gives it back. */
  empty: () => Promise<void>;
  unmount: () => Promise<void>;
};

/** What is said of a disk that is full, and the next step. */
export const diskFull = {
  says: { en: /no space left on the disk/, es: /no queda espacio en el disco/ },
  next: { en: /Make room on that disk \(`df -h`/, es: /Haz sitio en ese disco \(`df -h`/ },
};

const filler = ".filler";

/** Mounts a file system of that size on a folder, which is made where it is missing; needs root or sudo, and Linux. */
export async function mountSmallDisk(folder: string, bytes: number): Promise<SmallDisk> {
  await mkdir(folder, { recursive: true });
  await asRoot("mount", "-t", "tmpfs", "-o", `size=${bytes},mode=0777`, "tmpfs", folder);
  return {
    fill: async (leaveBytes = 0) => {
      // Others may be writing too: what counts is that nothing more goes in.
      for (let bytes = 1 << 20; bytes >= 1; bytes = Math.floor(bytes / 4096)) {
        const block = Buffer.alloc(bytes);
        while (await append(join(folder, filler), block));
      }
      if (leaveBytes > 0) await truncate(join(folder, filler), (await stat(join(folder, filler))).size - leaveBytes);
    },
    empty: () => rm(join(folder, filler), { force: true }),
    unmount: async () => {
      await asRoot("umount", folder);
    },
  };
}

/** Puts the folder of a stack on a file system of its own, its settings in it. */
export async function mountHome(workspace: Pick<Workspace, "home" | "readHome">, bytes: number): Promise<SmallDisk> {
  const settings = await workspace.readHome("settings.yaml");
  const disk = await mountSmallDisk(workspace.home, bytes);
  await writeFile(join(workspace.home, "settings.yaml"), settings);
  return disk;
}

/** Makes a volume of a stack as `up` would make it, but with these options of Docker's own driver. */
export async function createVolumeWith(
  options: string[],
  { project, service, name }: { project: string; service: ServiceName; name: string },
): Promise<void> {
  const labels = [`com.docker.compose.project=${project}`, `com.docker.compose.volume=${service}`];
  const words = [...labels.flatMap((label) => ["--label", label]), ...options.flatMap((option) => ["--opt", option])];
  await docker("volume", "create", ...words, name);
}

/** Whether there was space for it. */
async function append(path: string, block: Buffer): Promise<boolean> {
  return appendFile(path, block).then(
    () => true,
    () => false,
  );
}

/**
 * Makes the volumes that a change begun within the next half minute would take for its new one, each a file system of
 * its own with these options (of tmpfs), and gives what removes those that are left.
 */
export async function prepareSmallVolumes(project: string, options: string): Promise<() => Promise<void>> {
  const names = Array.from({ length: 30 }, (_, second) => {
    const [day = "", time = ""] = new Date(Date.now() + second * 1000).toISOString().split(/[T.]/);
    return `${project}_open-webui-${day.replaceAll("-", "")}-${time.replaceAll(":", "")}`;
  });
  const driver = ["type=tmpfs", "device=tmpfs", `o=${options}`];
  await Promise.all(names.map((name) => createVolumeWith(driver, { project, service: "open-webui", name })));
  return async () => void (await docker("volume", "rm", "--force", ...names));
}
