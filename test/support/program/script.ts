import { execa } from "execa";
import type { Stage } from "./fault.ts";
import { program, type Run, toEnd } from "./workspace.ts";

/** Words before a command for whom the modes of files hold, as they do for everyone but root. */
export const withoutRights =
  process.getuid?.() === 0 ? "setpriv --bounding-set=-dac_override,-dac_read_search --no-new-privs" : "";

/**
 * Runs a script of bash in which `"$@"` is localgpt, in the folder and the environment of a stack, whose `LANG` is the
 * language; an undefined variable is not there. Its exit code is that of the script.
 */
export async function runScript(
  { workspace, language }: Stage,
  script: string,
  environment: Record<string, string | undefined> = {},
): Promise<Run> {
  const running = execa("/bin/bash", ["-c", script, "bash", process.execPath, program], {
    env: { ...workspace.environment, LANG: { en: "en_US.UTF-8", es: "es_ES.UTF-8" }[language], ...environment },
    extendEnv: false,
    cwd: workspace.home,
    stdin: "ignore",
    reject: false,
    stripFinalNewline: false,
  });
  return toEnd(running);
}
