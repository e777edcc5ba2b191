import type { AdminCreateResult } from "../../../../src/commands/accounts/admin-create.ts";
import type { AdminListResult } from "../../../../src/commands/accounts/admin-list.ts";
import type { AdminResetResult } from "../../../../src/commands/accounts/admin-reset-password.ts";

/**
 * What the commands of `commands/accounts` print with `--json`, as docs/json.md shows it: each held to its type, which
 * is what is printed.
 */
export const accountsExamples = {
  "admin list": [
    {
      project: "localgpt",
      accounts: [
        {
          name: "Ana",
          email: "ana@example.org",
          role: "admin",
          active: true,
          signIn: "password",
          lastSeenAt: "2026-11-22T08:41:40.000Z",
          createdAt: "2026-11-20T17:02:11.000Z",
        },
      ],
    } satisfies AdminListResult,
  ],
  "admin create": [
    {
      project: "localgpt",
      name: "Ana",
      email: "ana@example.org",
      signUpOpen: false,
      address: "http://localhost:3000",
    } satisfies AdminCreateResult,
  ],
  "admin reset-password": [
    {
      project: "localgpt",
      name: "Ana",
      email: "ana@example.org",
      role: "admin",
      signIn: "password",
      reactivated: false,
      backup: "/home/ana/.local/share/localgpt/backups/localgpt-20261124-165601.tar",
      address: "http://localhost:3000",
    } satisfies AdminResetResult,
  ],
};
