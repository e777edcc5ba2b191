import { realpath } from "node:fs/promises";
import { dirname } from "node:path";
import type { FindingOf } from "../../core/facts/checks.ts";
import { codeOf } from "../../core/facts/system-codes.ts";
import { serviceNames } from "../../core/services/services.ts";
import { hashService } from "../../core/stack/compose-hash.ts";
import type { Observation } from "../../core/stack/observation.ts";
import { loadInstallation } from "../../host/stores/installation-store.ts";
import type { PreparedStack } from "../stack/prepare-stack.ts";

/**
 * A failure if the stack's containers belong to a localgpt with another folder and other settings: each would keep
 * recreating the other's containers. A stack started by `docker compose` is taken over as usual.
 */
export async function judgeFolder(
  { stack, file }: Pick<PreparedStack, "stack" | "file">,
  { containers }: Pick<Observation, "containers">,
): Promise<FindingOf<"other-folder">[]> {
  const folder = dirname(file);
  const others = serviceNames.flatMap((service) => {
    const container = containers[service];
    const differs = container !== undefined && container.configHash !== hashService(stack, service);
    return differs && container.composeFile !== null ? [dirname(container.composeFile)] : [];
  });
  for (const other of new Set(others)) {
    if (other === folder || !(await isLocalgpts(other, stack.name))) continue;
    if ((await realFolder(other)) === (await realFolder(folder))) continue;
    return [{ id: "other-folder", status: "failure", facts: { project: stack.name, folder: other } }];
  }
  return [];
}

/** Whether a localgpt keeps its record there; a folder that only somebody else may read is assumed to be theirs. */
async function isLocalgpts(folder: string, project: string): Promise<boolean> {
  try {
    return (await loadInstallation(folder, project)).current !== null;
  } catch (error) {
    return codeOf(error instanceof Error ? error.cause : error) === "EACCES";
  }
}

async function realFolder(folder: string): Promise<string> {
  return realpath(folder).catch(() => folder);
}
