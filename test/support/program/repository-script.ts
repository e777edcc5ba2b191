import { fileURLToPath } from "node:url";
import { execa } from "execa";

/** The folder of this repository. */
export const repository = fileURLToPath(new URL("../../..", import.meta.url));

/** How a script of `scripts/` ended. */
export type ScriptRun = { code: number | undefined; stdout: string; stderr: string };

/** Runs a script of `scripts/` by its path in there, with more environment and in another folder where given. */
export async function runRepositoryScript(
  path: string,
  args: string[],
  { cwd = repository, env = {} }: { cwd?: string; env?: Record<string, string | undefined> } = {},
): Promise<ScriptRun> {
  const file = `${repository}scripts/${path}`;
  const [program, ...before] = path.endsWith(".mjs") ? [process.execPath, file] : [file];
  const run = await execa(program ?? file, [...before, ...args], { cwd, env, reject: false, stdin: "ignore" });
  return { code: run.exitCode, stdout: run.stdout, stderr: run.stderr };
}
