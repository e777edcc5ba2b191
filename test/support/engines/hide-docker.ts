import { existsSync } from "node:fs";

/** Words before a command that keep this machine's own Docker socket from it; empty if there is not one. */
export function hideDocker(): string[] {
  if (!existsSync("/var/run/docker.sock")) return [];
  // A mount namespace of its own, for which no root is needed, with nothing in /run.
  const script = 'mount -t tmpfs none /run && exec "$@"';
  return ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script, "sh"];
}
