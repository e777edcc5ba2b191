// How long to wait for a program of the system.
const answerTimeoutMs = 3000;

/**
 * What a program of the system prints; empty if it does not exist, fails before printing, or after 3 seconds.
 */
export async function askProgram(
  file: string,
  args: string[],
  { environment, signal }: { environment: NodeJS.ProcessEnv; signal: AbortSignal },
): Promise<string> {
  const { execa } = await import("execa");
  const { stdout } = await execa(file, args, {
    env: environment,
    extendEnv: false,
    cancelSignal: signal,
    timeout: answerTimeoutMs,
    stdin: "ignore",
    stderr: "ignore",
    reject: false,
  });
  return stdout ?? "";
}
