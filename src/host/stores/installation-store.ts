import { rename } from "node:fs/promises";
import { join } from "node:path";
import { LocalgptError } from "../../core/errors/errors.ts";
import {
  formatInstallation,
  type Installation,
  isNewerInstallation,
  noInstallation,
  parseInstallation,
} from "../../core/stack/installation.ts";
import { fileFailed, readFileIfThere, writeFileWhole } from "../files/files.ts";

/**
 * The file in a stack's folder that says what is installed; those of other projects in the same folder are beside it.
 */
function installationPath(folder: string, project?: string): string {
  return join(folder, project === undefined ? "installation.json" : `installation-${project}.json`);
}

/**
 * What is installed for a project; empty if there is no record. Throws `file-failed` and, if a newer localgpt wrote a
 * record that this one does not understand, `installation-newer`.
 */
export async function loadInstallation(folder: string, project: string): Promise<Installation> {
  const path = installationPath(folder);
  const text = await readFileIfThere(path);
  if (text !== null && isNewerInstallation(text)) throw new LocalgptError("installation-newer", { path });
  const found = parse(text, project);
  if (found !== null) return found;
  // The folder's settings have named another project since.
  return parse(await readFileIfThere(installationPath(folder, project)), project) ?? noInstallation(project);
}

/**
 * Records what is installed, completely or not at all. A record of another project, or one that cannot be understood,
 * is moved aside and kept; the path of the latter is returned. Throws `file-failed`.
 */
export async function saveInstallation(folder: string, installation: Installation): Promise<string | null> {
  const path = installationPath(folder);
  const before = await readFileIfThere(path);
  let unread: string | null = null;
  if (before !== null && parse(before, installation.project) === null) {
    const owner = projectOf(before);
    const other = installationPath(folder, owner ?? `unread-${Date.now()}`);
    await rename(path, other).catch((error) => Promise.reject(fileFailed(path, "write", error)));
    if (owner === null) unread = other;
  }
  await writeFileWhole(path, formatInstallation(installation));
  return unread;
}

/**
 * Whether a change is still the recorded one, and has not been finished by another localgpt that took over.
 */
export async function isUnderWay(folder: string, { project, pending }: Installation): Promise<boolean> {
  const now = await loadInstallation(folder, project);
  return pending !== null && now.pending?.startedAt === pending.startedAt;
}

function parse(text: string | null, project: string): Installation | null {
  return text === null ? null : parseInstallation(text, project);
}

/** The project that a text of this format names; null if it is something else. */
function projectOf(text: string): string | null {
  const [project = null] = /(?<="project": ")[a-z0-9][a-z0-9_-]*(?=")/.exec(text) ?? [];
  return project !== null && parse(text, project) !== null ? project : null;
}
