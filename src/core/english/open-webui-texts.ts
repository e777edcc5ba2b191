const failures = [
  "Error running migrations",
  "Can't locate revision identified by",
  "Failed to initialize the database connection",
];

/**
 * The line in which Open WebUI says that the migration of its database failed, null for none. Until 0.11.2 it went on
 * after that and called itself healthy (run_migrations, handle_peewee_migration); since then it stops, and Docker
 * starts it again.
 */
export function findMigrationFailure(lines: readonly string[]): string | null {
  return lines.find((line) => failures.some((text) => line.includes(text))) ?? null;
}

/** What SQLite says about a file that is not a valid database any more. */
const damages = ["file is not a database", "database disk image is malformed"];

/** The line in which Open WebUI says that its database is damaged, null for none. */
export function findDatabaseDamage(lines: readonly string[]): string | null {
  return lines.find((line) => damages.some((text) => line.includes(text))) ?? null;
}
