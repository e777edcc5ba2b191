import { readFile, stat } from "node:fs/promises";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { AdminCreateResult } from "../../src/commands/accounts/admin-create.ts";
import type { AdminListResult } from "../../src/commands/accounts/admin-list.ts";
import type { AdminResetResult } from "../../src/commands/accounts/admin-reset-password.ts";
import { containerOf } from "../support/engines/containers.ts";
import { docker } from "../support/engines/docker.ts";
import { expectFailure, readResult } from "../support/program/output.ts";
import { openTerminal, type Terminal } from "../support/program/terminal.ts";
import { createWorkspace, type Workspace } from "../support/program/workspace.ts";
import { chatTitles, pageConfig, signIn } from "../support/services/page.ts";

const email = "ana@example.org";
let stack: Workspace;
let terminal: Terminal | undefined;

beforeAll(async () => {
  stack = await createWorkspace("admin", { model: "none" });
  expect((await failure(1, ["admin"])).code).toBe("no-data");
  expect((await failure(1, ["admin", "create"])).code).toBe("stack-not-running");
  const up = await stack.localgpt(["up"]);
  if (up.code !== 0) throw new Error(up.stderr);
  expect(up.stdout).toContain("`localgpt admin create`");
}, 120_000);

afterEach(async () => {
  await terminal?.close();
  terminal = undefined;
});

afterAll(async () => {
  await stack?.remove();
});

async function succeed<Result>(args: string[], input?: string): Promise<Result> {
  const run = await stack.localgpt([...args, "--json"], input === undefined ? {} : { input });
  expect(run.code, run.stderr + run.stdout).toBe(0);
  // No event, whatever it reported, contains a password.
  if (input !== undefined) expect(run.stderr + run.stdout).not.toContain(input.trim());
  return readResult<Result>(run);
}

const failure = (code: number, args: string[], input?: string) =>
  expectFailure(stack, code, args, input === undefined ? {} : { input });

const accounts = async () => (await succeed<AdminListResult>(["admin", "list"])).accounts;
const reset = ["admin", "reset-password"];

/** Runs SQL in the page's own database, beside the page. */
function runSql(sql: string): Promise<string> {
  const program =
    "import sqlite3, sys; d = sqlite3.connect('/app/backend/data/webui.db'); d.executescript(sys.argv[1])";
  return docker("exec", containerOf(stack, "open-webui"), "python3", "-c", program, sql);
}

test("what makes no administrator is refused, and the page still waits for its first account", async () => {
  const stdin = ["admin", "create", "--email", email, "--password-stdin"];
  expect((await stack.localgpt(["admin"])).stdout).toContain("Nobody has an account");
  expect((await failure(2, ["admin", "create", "--email", "ana"])).facts).toMatchObject({ expected: "email" });
  expect((await failure(2, ["admin", "create"])).code).toBe("password-needed");
  expect((await failure(2, ["admin", "create", "--password-stdin"], "x")).code).toBe("missing-argument");
  expect((await failure(2, stdin, "short\n")).facts).toEqual({ problem: "short" });
  expect((await failure(2, stdin, "one line too\nmany of them\n")).facts).toEqual({ problem: "lines" });
  expect((await failure(2, stdin, "ñ".repeat(37))).facts).toEqual({ problem: "long" });
  expect((await failure(2, [...reset, email])).facts).toEqual({ value: email, near: null, accounts: 0 });
  expect((await pageConfig(stack.port)).onboarding).toBe(true);
});

test("the first account is the administrator's, closes the sign-up, and is made once", async () => {
  const args = ["admin", "create", "--email", "Ana@Example.org", "--name", "Ana Ñ", "--password-stdin"];
  const made = await succeed<AdminCreateResult>(args, "contraseña primera\n");
  expect(made).toEqual({
    project: stack.project,
    name: "Ana Ñ",
    email,
    signUpOpen: false,
    address: `http://localhost:${stack.port}`,
  });
  expect((await signIn(stack.port, "Ana", "contraseña primera")).role).toBe("admin");
  expect((await pageConfig(stack.port)).onboarding).toBeUndefined();
  const again = await failure(1, args, "contraseña segunda\n");
  expect(again).toMatchObject({ code: "account-exists", facts: { administrators: [email], accounts: 1 } });
});

test("a new password beside the running page: a backup first, the old one no longer counts, sessions stay", async () => {
  const session = await signIn(stack.port, "Ana", "contraseña primera");
  const near = await failure(2, [...reset, "anna@example.org", "--password-stdin"], "whatever it is");
  expect(near).toMatchObject({ code: "unknown-account", facts: { near: email, accounts: 1 } });
  const changed = await succeed<AdminResetResult>(
    [...reset, "ANA@example.org", "--password-stdin"],
    "otra más larga\n",
  );
  expect(changed).toMatchObject({ email, role: "admin", signIn: "password", reactivated: false });
  expect((await stat(changed.backup ?? "")).mode & 0o777).toBe(0o600);
  expect((await readFile(changed.backup ?? "")).includes("otra más larga")).toBe(false);
  await expect(signIn(stack.port, "Ana", "contraseña primera")).rejects.toThrow("400");
  expect((await signIn(stack.port, "Ana", "otra más larga")).role).toBe("admin");
  expect(await chatTitles(stack.port, session)).toEqual([]);
});

test("odd accounts are listed as what they are, and a new password lets them in", async () => {
  const user = (name: string, role: string, oauth: string) =>
    `INSERT INTO "user" (id, name, email, role, oauth) VALUES ('${name}', '${name}', '${name.toLowerCase()}@example.org', '${role}', '${oauth}');`;
  await runSql(`
    ${user("Bea", "user", "null")} INSERT INTO auth VALUES ('Bea', 'bea@example.org', '$2b$12$x', 0);
    ${user("Leo", "user", "null")}
    ${user("Zoe", "pending", '{"google": {"sub": "1"}}')} INSERT INTO auth VALUES ('Zoe', 'zoe@example.org', '$2b$12$x', 1);`);
  const shape = (await accounts()).map(({ name, role, active, signIn: kind }) => [name, role, active, kind]);
  expect(shape).toEqual([
    ["Ana Ñ", "admin", true, "password"],
    ["Bea", "user", false, "password"],
    ["Leo", "user", true, "none"],
    ["Zoe", "pending", true, "oauth"],
  ]);
  for (const name of ["Bea", "Leo", "Zoe"]) {
    const args = [...reset, `${name.toLowerCase()}@example.org`, "--no-backup", "--password-stdin"];
    const changed = await succeed<AdminResetResult>(args, `for ${name} alone`);
    expect(changed).toMatchObject({ name, reactivated: name === "Bea", backup: null });
    expect((await signIn(stack.port, name, `for ${name} alone`)).role).toBe(name === "Zoe" ? "pending" : "user");
  }
}, 120_000);

test("on a terminal: asks twice, shows nothing, and gives the terminal back, also after Ctrl-C", async () => {
  terminal = await openTerminal(stack, [...reset, email, "--no-backup"], { environment: { LANG: "es_ES.UTF-8" } });
  await terminal.waitFor(/Contraseña nueva para ana@example.org/);
  await terminal.press("secreta", "Space", "uno", "Enter");
  await terminal.waitFor(/Repítela/);
  await terminal.press("secreta", "Space", "dos", "Enter");
  await terminal.waitFor(/no son iguales[\s\S]*Contraseña nueva para/);
  await terminal.press("secreta", "Space", "tres", "Enter", "secreta", "Space", "tres", "Enter");
  expect(await terminal.exitCode()).toBe(0);
  const shown = await terminal.screen();
  expect(shown).toContain("tiene una contraseña nueva");
  expect(shown).not.toContain("secreta");
  expect(await terminal.modeIsChanged()).toBe(false);
  await terminal.close();
  expect((await signIn(stack.port, "Ana", "secreta tres")).role).toBe("admin");

  terminal = await openTerminal(stack, [...reset, email]);
  await terminal.waitFor(/New password for/);
  await terminal.press("half", "C-c");
  expect(await terminal.exitCode()).toBe(130);
  expect(await terminal.modeIsChanged()).toBe(false);
  expect((await signIn(stack.port, "Ana", "secreta tres")).role).toBe("admin");
});

test("with the stack down the accounts are there too, what a killed page had just written included", async () => {
  await runSql(`UPDATE "user" SET name = 'Ana' WHERE email = '${email}';`);
  await docker("kill", containerOf(stack, "open-webui"));
  expect((await stack.localgpt(["down"])).code).toBe(0);
  expect((await accounts())[0]).toMatchObject({ name: "Ana", role: "admin" });
  const changed = await succeed<AdminResetResult>([...reset, email, "--password-stdin"], "de noche y parada");
  expect(changed.address).toBeNull();
  expect(changed.backup).toContain(stack.home);
  expect((await stack.localgpt(["up"])).code).toBe(0);
  expect((await signIn(stack.port, "Ana", "de noche y parada")).role).toBe("admin");
}, 120_000);
