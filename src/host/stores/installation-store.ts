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
 * The file in a stack's folder that says what is installed; those of other projects of the same folder stand beside it.
 */
function installationPath(folder: string, project?: string): string {
  return join(folder, project === undefined ? "installation.json" : `installation-${project}.json`);
}

/**
 * What is installed for a project; nothing where no file tells. Throws `file-failed` and, where a newer localgpt wrote
 * down what this one does not understand, `installation-newer`.
 */
export async function loadInstallation(folder: string, project: string): Promise<Installation> {
  const path = installationPath(folder);
  const text = await readFileIfThere(path);
  if (text !== null && isNewerInstallation(text)) throw new LocalgptError("installation-newer", { path });
  const found = parse(text, project);
  if (found !== null) return found;
  // The folder's settings named another project meanwhile.
  return parse(await readFileIfThere(installationPath(folder, project)), project) ?? noInstallation(project);
}

/**
 * Writes down what is installed, whole or not at all. What the file says of another project, or says in a way that
 * nobody understands, is put aside and kept; the path of the latter is given. Throws `file-failed`.
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
 * Whether a change is still the one that is written down, and not ended by another localgpt that took over meanwhile.
 */
export async function isUnderWay(folder: string, { project, pending }: Installation): Promise<boolean> {
  const now = await loadInstallation(folder, project);
  return pending !== null && now.pending?.startedAt === pending.startedAt;
}

function parse(text: string | null, project: string): Installation | null {
  return text === null ? null : parseInstallation(text, project);
}

/** The project that a text of this format is about; null where it is something else. */
function projectOf(text: string): string | null {
  const [project = null] = /(?<="project": ")[a-z0-9][a-z0-9_-]*(?=")/.exec(text) ?? [];
  return project !== null && parse(text, project) !== null ? project : null;
}
