import { readdirSync, readFileSync } from "node:fs";

/** What has been seen in the process list since the watch began, one command line after the other. */
export type ProcessWatch = { seen: () => string; stop: () => void };

const everyMs = 3;

/** Looks at the command lines of all processes of this machine, those in containers included, again and again. */
export function watchProcesses(): ProcessWatch {
  const lines = new Set<string>();
  const look = () => {
    for (const line of listCommandLines()) lines.add(line);
  };
  const timer = setInterval(look, everyMs);
  return {
    seen: () => [...lines].join("\n"),
    stop: () => clearInterval(timer),
  };
}

function listCommandLines(): string[] {
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      return [readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ")];
    } catch {
      // It has ended since.
      return [];
    }
  });
}
