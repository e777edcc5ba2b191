import { isAbsolute, join, resolve } from "node:path";
import { parseProjectName } from "../core/parse-values.ts";

/**
 * The folder of a stack: LOCALGPT_HOME, or the platform's data folder, for the stack that its settings name, and
 * `projects/NAME` in it for any other; throws `invalid-value` for a project name that Compose would not take.
 */
export async function findFolder(
  environment: NodeJS.ProcessEnv,
  project: string | null,
): Promise<{ folder: string; project: string | null }> {
  const home = await findHome(environment);
  if (project === null) return { folder: home, project: null };
  parseProjectName(project, { name: "--project" });
  const { loadSettings } = await import("../host/settings-store.ts");
  const own = await loadSettings({ folder: home, project: null });
  if (own.settings.name === project) return { folder: home, project: null };
  return { folder: join(home, "projects", project), project };
}

async function findHome(environment: NodeJS.ProcessEnv): Promise<string> {
  const chosen = environment.LOCALGPT_HOME;
  if (chosen !== undefined && chosen !== "") return isAbsolute(chosen) ? chosen : resolve(chosen);
  const { default: envPaths } = await import("env-paths");
  return envPaths("localgpt", { suffix: "" }).data;
}
