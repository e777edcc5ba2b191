import { appendFile, mkdir, rm, stat, truncate } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { docker } from "./lab.ts";

/** A small file system in memory, mounted on a folder. */
export type SmallDisk = {
  /** Takes all the space that is left but for so many bytes. */
  fill: (leaveBytes?: number) => Promise<void>;
  /** Gives it back. */
  empty: () => Promise<void>;
  unmount: () => Promise<void>;
};

const filler = ".filler";

/** Mounts a file system of that size on a folder, which is made where it is missing; needs root or sudo, and Linux. */
export async function mountSmallDisk(folder: string, bytes: number): Promise<SmallDisk> {
  await mkdir(folder, { recursive: true });
  const root = (...words: string[]) =>
    process.getuid?.() === 0 ? execa(words[0] ?? "", words.slice(1)) : execa("sudo", ["-n", ...words]);
  await root("mount", "-t", "tmpfs", "-o", `size=${bytes},mode=0777`, "tmpfs", folder);
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
      await root("umount", folder);
    },
  };
}

/** Whether there was space for it. */
async function append(path: string, block: Buffer): Promise<boolean> {
  return appendFile(path, block).then(
    () => true,
    () => false,
  );
}

/**
 * Makes the volumes that a change begun within the next half minute would take for its new one, each a file system of its own
 * with these options (of tmpfs), and gives what removes those that are left.
 */
export async function prepareSmallVolumes(project: string, options: string): Promise<() => Promise<void>> {
  const names = Array.from({ length: 30 }, (_, second) => {
    const [day = "", time = ""] = new Date(Date.now() + second * 1000).toISOString().split(/[T.]/);
    return `${project}_open-webui-${day.replaceAll("-", "")}-${time.replaceAll(":", "")}`;
  });
  const labels = [
    "--label",
    `com.docker.compose.project=${project}`,
    "--label",
    "com.docker.compose.volume=open-webui",
  ];
  const driver = ["--opt", "type=tmpfs", "--opt", "device=tmpfs", "--opt", `o=${options}`];
  await Promise.all(names.map((name) => docker("volume", "create", ...labels, ...driver, name)));
  return async () => void (await docker("volume", "rm", "--force", ...names));
}
