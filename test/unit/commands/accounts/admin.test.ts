import { describe, expect, test } from "vitest";
import { renderAdminCreate } from "../../../../src/commands/accounts/admin-create.ts";
import { renderAdminList } from "../../../../src/commands/accounts/admin-list.ts";
import { type AdminResetResult, renderAdminReset } from "../../../../src/commands/accounts/admin-reset-password.ts";
import type { Look } from "../../../../src/commands/context.ts";
import { type Account, readEmail, readPersonName, sortAccounts } from "../../../../src/core/accounts/accounts.ts";
import { judgePassword } from "../../../../src/core/accounts/new-password.ts";
import { createStyle } from "../../../../src/output/style.ts";
import { measure } from "../../../../src/output/width.ts";
import { pickAccount } from "../../../../src/services/page/accounts.ts";
import { words as english } from "../../../../src/words/en.ts";
import { words as spanish } from "../../../../src/words/es.ts";

const style = await createStyle({ colour: false, unicode: true });
const nowMs = Date.parse("2026-11-22T12:00:00Z");
const en: Look = { words: english, style, columns: 80, nowMs, measure };
const es: Look = { words: spanish, style, columns: 80, nowMs, measure };

function account(name: string, changed: Partial<Account> = {}): Account {
  const email = `${name.toLowerCase()}@example.org`;
  const lastSeenAt = null;
  return {
    id: name,
    name,
    email,
    role: "user",
    active: true,
    signIn: "password",
    createdAt: null,
    lastSeenAt,
    ...changed,
  };
}

const accounts = [
  account("Zoe", { role: "pending", signIn: "oauth" }),
  account("Bea", { active: false, signIn: "none" }),
  account("Ana", { role: "admin", lastSeenAt: new Date(nowMs - 7_200_000).toISOString() }),
  account("\u001b[2JÁlex", { email: "alex@example.org" }),
];

test("administrators come first, those that wait last", () => {
  expect(sortAccounts(accounts).map(({ role }) => role)).toEqual(["admin", "user", "user", "pending"]);
});

test("the list is a table that nothing in a name breaks", () => {
  expect(renderAdminList({ project: "localgpt", accounts: sortAccounts(accounts) }, en).split("\n")).toEqual([
    "Name   Email              Role                          Last seen",
    "Ana    ana@example.org    administrator                 2 hours ago",
    "Álex   alex@example.org   user                          never",
    "Bea    bea@example.org    user, disabled, no password   never",
    "Zoe    zoe@example.org    pending approval, by OAuth    never",
  ]);
  expect(renderAdminList({ project: "localgpt", accounts: [] }, es)).toContain("`localgpt admin create`");
});

test.each([
  ["ana@example.org", "ana@example.org"],
  [" Ana@Example.ORG ", "ana@example.org"],
  ["root@localhost", "root@localhost"],
  ["ñandú@correo.es", "ñandú@correo.es"],
  ["ana", null],
  ["ana@", null],
  ["ana@example", null],
  ["ana maria@example.org", null],
  ["ana@@example.org", null],
  ["ana\u001b@example.org", null],
  [`${"a".repeat(250)}@b.es`, null],
])("the address %j is read as %j", (text, email) => {
  expect(readEmail(text)).toBe(email);
});

test("a name is something to show", () => {
  expect(["Ana ", " ", "a".repeat(101), "a\nb"].map(readPersonName)).toEqual(["Ana", null, null, null]);
});

test.each([
  ["12345678", null],
  ["contraseña", null],
  ["1234567", "short"],
  ["", "short"],
  ["😀😀😀😀😀😀😀", "short"],
  ["a".repeat(72), null],
  ["a".repeat(73), "long"],
  ["ñ".repeat(37), "long"],
  ["with\ttab and more", "controls"],
])("the password %j: %s", (password, problem) => {
  expect(judgePassword(password)).toBe(problem);
});

test("an account is found whatever its letters, and the nearest one is named", () => {
  expect(pickAccount(accounts, "ANA@example.org").name).toBe("Ana");
  expect(() => pickAccount(accounts, "anna@example.org")).toThrow(
    expect.objectContaining({
      code: "unknown-account",
      facts: { value: "anna@example.org", near: "ana@example.org", accounts: 4 },
    }),
  );
});

describe("what came of it", () => {
  const result: AdminResetResult = {
    project: "localgpt",
    name: "Ana",
    email: "ana@example.org",
    role: "admin",
    signIn: "password",
    reactivated: false,
    backup: "/home/ana/backups/a.tar",
    address: "http://localhost:3000",
  };

  test("a changed password", () => {
    expect(renderAdminReset(result, en).split("\n")).toEqual([
      "✔ Ana (ana@example.org) has a new password",
      "Browsers that are signed in stay signed in until their session expires, within four weeks",
      "Backup from before the change: /home/ana/backups/a.tar",
      "Sign in: http://localhost:3000",
    ]);
    const odd: AdminResetResult = {
      ...result,
      role: "pending",
      signIn: "ldap",
      reactivated: true,
      backup: null,
      address: null,
    };
    expect(renderAdminReset(odd, es).split("\n")).toEqual([
      "✔ Ana (ana@example.org) tiene una contraseña nueva",
      "La cuenta estaba desactivada y vuelve a estar activa",
      "⚠ Falta que un administrador apruebe esta cuenta en la página, en Administración → Usuarios",
      "Además de como entraba hasta ahora, puede entrar con esta contraseña",
      "Los navegadores con la sesión abierta la mantienen hasta que caduque, como mucho en cuatro semanas",
      "Para entrar, arranca la página: `localgpt up`",
    ]);
  });

  test("a new administrator", () => {
    const made = { project: "localgpt", name: "Ana", email: "ana@example.org", address: "http://localhost:3000" };
    expect(renderAdminCreate({ ...made, signUpOpen: false }, en)).toContain("Nobody else can create an account");
    expect(renderAdminCreate({ ...made, signUpOpen: true }, es)).toContain("⚠ En la página todavía");
  });
});
