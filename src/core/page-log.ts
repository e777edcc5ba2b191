/**
 * The line in which Open WebUI says that the migration of its database failed, null for none: it logs that, goes on, and
 * calls itself healthy (config.py, run_migrations; internal/db.py, handle_peewee_migration).
 */
export function findMigrationFailure(lines: readonly string[]): string | null {
  return (
    lines.find((line) => /Error running migrations|Failed to initialize the database connection/.test(line)) ?? null
  );
}
