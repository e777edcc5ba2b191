import { passwordBounds } from "../../core/accounts/new-password.ts";
import { createFormat } from "../format.ts";
import type { ErrorTexts, HelpTexts } from "../shapes.ts";
import { near } from "../vocabulary/en.ts";
import type { AdminWords, PasswordProblems } from "./words.ts";

const format = createFormat("en");

export const admin: AdminWords = {
  headings: { name: "Name", email: "Email", role: "Role", lastSeen: "Last seen" },
  roles: { admin: "administrator", user: "user", pending: "waits to be let in" },
  signIn: { oauth: "by OAuth", ldap: "by LDAP", none: "no password" },
  inactive: "switched off",
  never: "never",
  none: "Nobody has an account on the page yet. Create the administrator's: `localgpt admin create`",
  created: (name, email) => `${name} (${email}) is the administrator of the page now`,
  signUpClosed: "Nobody else can create an account: you add people on the page, in Admin Panel → Users",
  signUpOpen:
    "The page still lets anybody create an account: close it in Admin Panel → Settings → Authentication (New Sign Ups)",
  signInAt: (address) => `Sign in: ${address}`,
  startFirst: "Start the page to sign in: `localgpt up`",
  changed: (name, email) => `${name} (${email}) has a new password`,
  reactivated: "The account was switched off and is on again",
  stillPending: "An administrator still has to let this account in, on the page in Admin Panel → Users",
  alsoPassword: "Besides the way it signed in until now, it can sign in with this password",
  sessionsStay: "Browsers that are signed in stay so until their session expires, within four weeks",
  backedUp: (path) => `Backup from before the change: ${path}`,
};

const problems: PasswordProblems = {
  short: `The password is too short: it needs at least ${passwordBounds.leastLetters} characters`,
  long: `The password is too long: it may have at most ${passwordBounds.mostBytes} bytes`,
  controls: "The password has a tab or another control character in it, which nobody could type on the page",
  lines: "Standard input has more than one line: the password must be the only one",
  different: "The two passwords are not the same",
};

export const adminErrors = {
  "accounts-unusable": ({ detail }) => ({
    message: `The accounts of the page could not be read or changed${detail === "" ? "" : `: ${detail}`}`,
    hint: "Nothing was changed. Look at the page's log: `localgpt logs open-webui --tail 50`",
  }),
  "unknown-account": ({ value, near: similar, accounts }) => ({
    message: `There is no account \`${value}\` on the page${near(similar)}`,
    hint: accounts === 0 ? "There is none at all yet: `localgpt admin create`" : "All accounts: `localgpt admin list`",
  }),
  "account-exists": ({ administrators, accounts }) => ({
    message:
      administrators.length === 0
        ? `The page has ${accounts === 1 ? "an account" : `${accounts} accounts`} already, and only the first one becomes the administrator by itself`
        : `The page has ${administrators.length === 1 ? "an administrator" : "administrators"} already: ${format.list(administrators)}`,
    hint: "Others are added on the page, in Admin Panel → Users. For a forgotten password: `localgpt admin reset-password EMAIL`",
  }),
  "password-needed": ({ command }) => ({
    message: "There is no terminal on which to ask for the password",
    hint: `Pass it as one line on standard input: \`${command} --password-stdin\``,
  }),
  "password-refused": ({ problem }) => ({ message: problems[problem] }),
} satisfies Partial<ErrorTexts>;

export const adminHelp = {
  admin: {
    summary: "Accounts of the page: list, first one, forgotten passwords",
    description:
      "Alone it lists the accounts. It works on the page's own database, so it helps when nobody can sign in any more.",
    options: {},
    arguments: {},
    examples: [
      { command: "localgpt admin", what: "who has an account" },
      { command: "localgpt admin reset-password ana@example.org", what: "a forgotten password" },
    ],
  },
  "admin list": {
    summary: "List the accounts of the page",
    description:
      "Lists name, email, role and last visit of every account, the administrators first. The page need not run.",
    options: {},
    arguments: {},
    examples: [
      { command: "localgpt admin list", what: "the same as `localgpt admin`" },
      { command: "localgpt admin list --json", what: "for a program" },
    ],
  },
  "admin create": {
    summary: "Create the administrator before the first visit",
    description:
      "Creates the first account of a new page, which becomes the administrator and closes the sign-up: nobody else can be first. The page must be running. What is not given is asked on the terminal.",
    options: {
      email: "email to sign in with",
      name: "name on the page",
      "password-stdin": "read the password from standard input, one line",
    },
    arguments: {},
    examples: [
      { command: "localgpt admin create", what: "asks for everything" },
      {
        command: "localgpt admin create --email ana@example.org --password-stdin < password.txt",
        what: "in a script",
      },
    ],
  },
  "admin reset-password": {
    summary: "Give an account a new password",
    description:
      "Makes a backup, then changes the password of one account, whether the page is running or not. It asks for the password twice, and shows and keeps it nowhere.",
    options: {
      "password-stdin": "read the password from standard input, one line",
      "no-backup": "make no backup first",
    },
    arguments: { email: "email of the account" },
    examples: [
      { command: "localgpt admin reset-password ana@example.org", what: "asks for the new password" },
      {
        command: "localgpt admin reset-password ana@example.org --password-stdin < password.txt",
        what: "in a script",
      },
    ],
  },
} satisfies HelpTexts;
