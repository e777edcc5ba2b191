import { isAbsolute, join, resolve } from "node:path";
import { LocalgptError } from "../core/errors/errors.ts";
import { codeOf } from "../core/facts/system-codes.ts";
import { parseProjectName } from "../core/values/parse-values.ts";

/**
 * The folder of a stack: LOCALGPT_HOME, or the platform's data folder, for the stack that its settings name, and
 * `projects/NAME` in it for any other; throws `invalid-value` for a project name that Compose would not accept, and
 * `home-unknown`.
 */
export async function findFolder(
  environment: NodeJS.ProcessEnv,
  project: string | null,
): Promise<{ folder: string; project: string | null }> {
  const home = await findHome(environment);
  if (project === null) return { folder: home, project: null };
  parseProjectName(project, { name: "--project" });
  const { loadSettings } = await import("../host/stores/settings-store.ts");
  const own = await loadSettings({ folder: home, project: null });
  if (own.settings.name === project) return { folder: home, project: null };
  return { folder: join(home, "projects", project), project };
}

async function findHome(environment: NodeJS.ProcessEnv): Promise<string> {
  const chosen = environment.LOCALGPT_HOME;
  if (chosen !== undefined && chosen !== "") return isAbsolute(chosen) ? chosen : resolve(chosen);
  const folder = await findDataFolder();
  // Data must not depend on where the person happens to be: an empty HOME would make it do so.
  if (folder === null || !isAbsolute(folder)) throw new LocalgptError("home-unknown", { folder });
  return folder;
}

/** The platform's folder for a user's data; null if the user has no home. */
async function findDataFolder(): Promise<string | null> {
  try {
    const { default: envPaths } = await import("env-paths");
    return envPaths("localgpt", { suffix: "" }).data;
  } catch (error) {
    // A user that is not in the system's files, as in many containers.
    if (codeOf(error) === "ERR_SYSTEM_ERROR") return null;
    throw error;
  }
}
