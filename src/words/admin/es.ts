import { passwordBounds } from "../../core/accounts/new-password.ts";
import { createFormat } from "../format.ts";
import type { ErrorTexts } from "../shapes.ts";
import { near } from "../vocabulary/es.ts";
import type * as en from "./en.ts";
import type { AdminWords, PasswordProblems } from "./words.ts";

const format = createFormat("es");

export const admin: AdminWords = {
  headings: { name: "Nombre", email: "Correo", role: "Rol", lastSeen: "Última visita" },
  roles: { admin: "administrador", user: "usuario", pending: "pendiente de aprobación" },
  signIn: { oauth: "con OAuth", ldap: "con LDAP", none: "sin contraseña" },
  inactive: "desactivada",
  never: "nunca",
  none: "Todavía no hay cuentas en la página. Crea la de administración: `localgpt admin create`",
  created: (name, email) => `${name} (${email}) administra ahora la página`,
  signUpClosed: "Nadie más puede crear una cuenta: las creas tú en la página, en Administración → Usuarios",
  signUpOpen:
    "En la página todavía puede crear una cuenta cualquier persona: desactívalo en Administración → Ajustes → Authentication (New Sign Ups)",
  signInAt: (address) => `Entra aquí: ${address}`,
  startFirst: "Para entrar, arranca la página: `localgpt up`",
  changed: (name, email) => `${name} (${email}) tiene una contraseña nueva`,
  reactivated: "La cuenta estaba desactivada y vuelve a estar activa",
  stillPending: "Falta que un administrador apruebe esta cuenta en la página, en Administración → Usuarios",
  alsoPassword: "Además de como entraba hasta ahora, puede entrar con esta contraseña",
  sessionsStay: "Los navegadores con la sesión abierta la mantienen hasta que caduque, como mucho en cuatro semanas",
  backedUp: (path) => `Copia de seguridad de antes del cambio: ${path}`,
};

const problems: PasswordProblems = {
  short: `La contraseña es demasiado corta: necesita al menos ${passwordBounds.leastLetters} caracteres`,
  long: `La contraseña es demasiado larga: puede ocupar hasta ${passwordBounds.mostBytes} bytes`,
  controls: "La contraseña lleva un tabulador u otro carácter de control, que no se podría escribir en la página",
  lines: "En la entrada estándar hay más de una línea: la contraseña tiene que ser la única",
  different: "Las dos contraseñas no son iguales",
};

export const adminErrors: ErrorTexts<keyof typeof en.adminErrors> = {
  "accounts-unusable": ({ detail }) => ({
    message: `No se han podido leer o cambiar las cuentas de la página${detail === "" ? "" : `: ${detail}`}`,
    hint: "No se ha cambiado nada. Mira el registro de la página: `localgpt logs open-webui --tail 50`",
  }),
  "unknown-account": ({ value, near: similar, accounts }) => ({
    message: `En la página no hay ninguna cuenta \`${value}\`${near(similar)}`,
    hint:
      accounts === 0 ? "Todavía no hay ninguna: `localgpt admin create`" : "Todas las cuentas: `localgpt admin list`",
  }),
  "account-exists": ({ administrators, accounts }) => ({
    message:
      administrators.length === 0
        ? `La página ya tiene ${accounts === 1 ? "una cuenta" : `${accounts} cuentas`}, y solo la primera es automáticamente la de administración`
        : `La página ya tiene cuenta de administración: ${format.list(administrators)}`,
    hint: "Las demás cuentas se crean en la página, en Administración → Usuarios. Si has olvidado la contraseña: `localgpt admin reset-password EMAIL`",
  }),
  "password-needed": ({ command }) => ({
    message: "Falta la contraseña, y no hay una terminal en la que pedírtela",
    hint: `Pásala en una línea por la entrada estándar: \`${command} --password-stdin\``,
  }),
  "password-refused": ({ problem }) => ({ message: problems[problem] }),
};

export const adminHelp: typeof en.adminHelp = {
  admin: {
    summary: "Gestiona las cuentas de la página y sus contraseñas",
    description:
      "Sin ninguna orden, muestra las cuentas. Trabaja con la propia base de datos de la página, así que sirve incluso cuando nadie puede entrar.",
    options: {},
    arguments: {},
    examples: [
      { command: "localgpt admin", what: "quién tiene cuenta" },
      { command: "localgpt admin reset-password ana@example.org", what: "una contraseña olvidada" },
    ],
  },
  "admin list": {
    summary: "Muestra las cuentas de la página",
    description:
      "Muestra el nombre, el correo, el rol y la última visita de cada cuenta, primero las de administración. La página no tiene que estar en marcha.",
    options: {},
    arguments: {},
    examples: [
      { command: "localgpt admin list", what: "lo mismo que `localgpt admin`" },
      { command: "localgpt admin list --json", what: "para un programa" },
    ],
  },
  "admin create": {
    summary: "Crea la cuenta de administración antes de la primera visita",
    description:
      "Crea la primera cuenta de una página nueva, que es la de administración y cierra el alta de cuentas: nadie puede adelantarse. La página tiene que estar en marcha. Lo que no indiques se pregunta en la terminal.",
    options: {
      email: "correo con el que se entra",
      name: "nombre en la página",
      "password-stdin": "lee la contraseña de la entrada estándar, en una línea",
    },
    arguments: {},
    examples: [
      { command: "localgpt admin create", what: "lo pregunta todo" },
      {
        command: "localgpt admin create --email ana@example.org --password-stdin < password.txt",
        what: "en un script",
      },
    ],
  },
  "admin reset-password": {
    summary: "Pone una contraseña nueva a una cuenta",
    description:
      "Hace una copia de seguridad y cambia la contraseña de una cuenta, esté la página en marcha o no. Pide la contraseña dos veces, y no la muestra ni la guarda.",
    options: {
      "password-stdin": "lee la contraseña de la entrada estándar, en una línea",
      "no-backup": "no hace antes una copia de seguridad",
    },
    arguments: { email: "correo de la cuenta" },
    examples: [
      { command: "localgpt admin reset-password ana@example.org", what: "pregunta la contraseña nueva" },
      {
        command: "localgpt admin reset-password ana@example.org --password-stdin < password.txt",
        what: "en un script",
      },
    ],
  },
};
