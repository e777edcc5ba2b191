import { execa, type Result } from "execa";

/** Runs a program as root, by sudo where this is another user; throws an ExecaError when it fails. */
export async function asRoot(...words: [string, ...string[]]): Promise<Result> {
  const [program, ...others] = process.getuid?.() === 0 ? words : (["sudo", "-n", ...words] as const);
  return execa(program, others, { stdin: "ignore" });
}
