import { expect } from "vitest";
import { type Fault, faults, type Told } from "../support/program/fault.ts";
import { runScript } from "../support/program/script.ts";

/**
 * A script of which the exit code is that of localgpt, whatever reads its output; stderr has nothing where that is all.
 */
function cut(name: string, script: string, says: Told | null, row: Partial<Fault> = {}): Fault {
  return {
    name,
    provoke: (stage) => runScript(stage, `${script}; exit "\${PIPESTATUS[0]}"`),
    exit: 0,
    says,
    next: null,
    check: async (_stage, { stderr }) => expect(stderr).toBe(""),
    ...row,
  };
}

const nobodyToAsk = { en: /there is no terminal to ask you on/, es: /no hay una terminal en la que pedírtela/ };

faults("Streams that are closed or full", [
  cut(
    "Only the first line of the log is read (`logs | head -n 1`)",
    '"$@" logs | head -n 1',
    /^(ollama|open-webui) +\|/,
  ),
  cut("The same while the log is followed: it ends", '"$@" logs --follow | head -n 1', /^(ollama|open-webui) +\|/),
  cut("Nobody reads what `status` says", '"$@" status | true', null),
  cut(
    "Nobody reads what `up` says: it does its work all the same",
    '"$@" down >/dev/null 2>&1; "$@" up 2>/dev/null | true',
    null,
  ),
  cut("Only the first line of the help is read", '"$@" --help | head -n 1', /Ollama/),
  cut("Only the beginning of a JSON document is read", '"$@" compose --json 2>/dev/null | head -c 10', /^\{/),
  {
    name: "stdout is a file on a disk that is full",
    provoke: (stage) => runScript(stage, '"$@" status >/dev/full'),
    exit: 1,
    says: {
      en: /`stdout` could not be written: no space left on the disk/,
      es: /No se ha podido escribir `stdout`: no queda espacio en el disco/,
    },
    next: /df -h/,
  },
  {
    name: "stderr is a file on a disk that is full: the work goes on",
    provoke: (stage) => runScript(stage, '"$@" restart --verbose 2>/dev/full'),
    exit: 0,
    says: /http:\/\/localhost:\d+/,
    next: null,
  },
  cut("stdout and stderr are closed", '"$@" up >&- 2>&-', null, {
    check: async (_stage, { stdout, stderr }) => expect(stdout + stderr).toBe(""),
  }),
  cut("stderr is closed, and something is wrong", '"$@" upp 2>&-', null, { exit: 2 }),
  cut("Nobody reads what is wrong", '"$@" upp 2> >(true)', null, { exit: 2 }),
  {
    name: "stdin is closed where a question would be asked",
    provoke: (stage) => runScript(stage, '"$@" uninstall <&-'),
    exit: 2,
    says: nobodyToAsk,
    next: /`--yes`/,
  },
  {
    name: "stdin is not a terminal where a name would have to be typed",
    provoke: (stage) => runScript(stage, '"$@" uninstall --purge </dev/null'),
    exit: 2,
    says: {
      en: /This deletes all data of .* there is no terminal to ask you on/,
      es: /todos los datos de .* terminal/,
    },
    next: /--yes-delete/,
  },
  {
    name: "stdin is closed where a question to the model is expected",
    provoke: (stage) => runScript(stage, '"$@" ask <&-'),
    exit: 2,
    says: { en: /The question is missing/, es: /pregunta/ },
    next: /localgpt ask "/,
  },
  {
    name: "stdin is closed where a password would be asked",
    provoke: (stage) => runScript(stage, '"$@" admin reset-password ana@example.org <&-'),
    exit: 2,
    says: { en: /password is missing, and there is no terminal/, es: /contraseña/ },
    next: /--password-stdin/,
  },
  cut("stdin is closed in a chat: it ends", '"$@" chat <&-', null),
]);
