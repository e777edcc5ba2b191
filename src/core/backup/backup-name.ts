/** The folder inside a stack's own folder for backups made without a given path. */
export const backupsFolder = "backups";

const ending = ".localgpt.tar";

/**
 * The name of a backup that the person does not name, by the local time to the second:
 * `localgpt-20261124-183000.localgpt.tar`.
 */
export function backupName(project: string, now: Date, attempt = 1): string {
  const local = new Date(now.getTime() - now.getTimezoneOffset() * 60_000);
  const stamp = local.toISOString().replace(/[-:]/g, "").replace("T", "-").slice(0, 15);
  return `${project}-${stamp}${attempt === 1 ? "" : `-${attempt}`}${ending}`;
}

/** Whether a file has the kind of name that `backupName` gives for this project. */
export function isBackupName(file: string, project: string): boolean {
  return file.startsWith(`${project}-`) && /^\d{8}-\d{6}(-\d+)?\.localgpt\.tar$/.test(file.slice(project.length + 1));
}
