import { join } from "node:path";
import { formatInstallation, type Installation, noInstallation, parseInstallation } from "../core/installation.ts";
import { readFileIfThere, writeFileWhole } from "./files.ts";

/** The file in a stack's folder that says what is installed. */
function installationPath(folder: string): string {
  return join(folder, "installation.json");
}

/** What is installed for a project; nothing where no file tells. Throws `file-failed`. */
export async function loadInstallation(folder: string, project: string): Promise<Installation> {
  const text = await readFileIfThere(installationPath(folder));
  return (text === null ? null : parseInstallation(text, project)) ?? noInstallation(project);
}

/** Writes down what is installed, whole or not at all; throws `file-failed`. */
export async function saveInstallation(folder: string, installation: Installation): Promise<void> {
  await writeFileWhole(installationPath(folder), formatInstallation(installation));
}
