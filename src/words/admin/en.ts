import { passwordBounds } from "../../core/accounts/new-password.ts";
import { createFormat } from "../format.ts";
import type { ErrorTexts, HelpTexts } from "../shapes.ts";
import { near } from "../vocabulary/en.ts";
import type { AdminWords, PasswordProblems } from "./words.ts";

const format = createFormat("en");

export const admin: AdminWords = {
  headings: { name: "Name", email: "Email", role: "Role", lastSeen: "Last seen" },
  roles: { admin: "administrator", user: "user", pending: "pending approval" },
  signIn: { oauth: "by OAuth", ldap: "by LDAP", none: "no password" },
  inactive: "disabled",
  never: "never",
  none: "Nobody has an account on the page yet. Create the administrator's: `localgpt admin create`",
  created: (name, email) => `${name} (${email}) is the administrator of the page now`,
  signUpClosed: "Nobody else can create an account: you add people on the page, in Admin Panel → Users",
  signUpOpen:
    "Anybody can still create an account on the page: turn that off in Admin Panel → Settings → Authentication (New Sign Ups)",
  signInAt: (address) => `Sign in: ${address}`,
  startFirst: "Start the page to sign in: `localgpt up`",
  changed: (name, email) => `${name} (${email}) has a new password`,
  reactivated: "The account was disabled and is enabled again",
  stillPending: "An administrator must still approve this account, on the page in Admin Panel → Users",
  alsoPassword: "Besides the way it signed in until now, it can sign in with this password",
  sessionsStay: "Browsers that are signed in stay signed in until their session expires, within four weeks",
  backedUp: (path) => `Backup from before the change: ${path}`,
};

const problems: PasswordProblems = {
  short: `The password is too short: it needs at least ${passwordBounds.leastLetters} characters`,
  long: `The password is too long: it may have at most ${passwordBounds.mostBytes} bytes`,
  controls: "The password contains a tab or another control character, which cannot be typed on the page",
  lines: "Standard input has more than one line: the password must be the only one",
  different: "The two passwords are not the same",
};

export const adminErrors = {
  "accounts-unusable": ({ detail }) => ({
    message: `The accounts of the page could not be read or changed${detail === "" ? "" : `: ${detail}`}`,
    hint: "Nothing was changed. Look at the page's log: `localgpt logs open-webui --tail 50`",
  }),
  "unknown-account": ({ value, near: similar, accounts }) => ({
    message: `The page has no account \`${value}\`${near(similar)}`,
    hint: accounts === 0 ? "Nobody has an account yet: `localgpt admin create`" : "All accounts: `localgpt admin list`",
  }),
  "account-exists": ({ administrators, accounts }) => ({
    message:
      administrators.length === 0
        ? `The page has ${accounts === 1 ? "an account" : `${accounts} accounts`} already, and only the first account becomes the administrator automatically`
        : `The page has ${administrators.length === 1 ? "an administrator" : "administrators"} already: ${format.list(administrators)}`,
    hint: "Others are added on the page, in Admin Panel → Users. For a forgotten password: `localgpt admin reset-password EMAIL`",
  }),
  "password-needed": ({ command }) => ({
    message: "The password is missing, and there is no terminal to ask for it on",
    hint: `Pass it as one line on standard input: \`${command} --password-stdin\``,
  }),
  "password-refused": ({ problem }) => ({ message: problems[problem] }),
} satisfies Partial<ErrorTexts>;

export const adminHelp = {
  admin: {
    summary: "Manage the accounts of the page and their passwords",
    description:
      "Without a command, it lists the accounts. It works on the page's own database, so it helps even when nobody can sign in.",
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
      "Creates the first account of a new page, which becomes the administrator and closes sign-up: nobody else can be first. The page must be running. Anything not given is asked for on the terminal.",
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
      "Makes a backup, then changes the password of one account, whether the page is running or not. It asks for the password twice, and neither shows nor stores it.",
    options: {
      "password-stdin": "read the password from standard input, one line",
      "no-backup": "do not make a backup first",
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
