import { LocalgptError } from "../../core/errors/errors.ts";
import type { World } from "../../core/run/world.ts";

/** The programs of this system that open an address, in the order to try; none without a screen. */
export function listOpeners(
  address: string,
  { platform, environment }: Pick<World, "platform" | "environment">,
): { file: string; args: string[] }[] {
  // `start` of cmd would interpret the `&` of an address.
  const windows = { file: "rundll32.exe", args: ["url.dll,FileProtocolHandler", address] };
  if (platform === "win32") return [windows];
  const openers = chosenBrowsers(address, environment.BROWSER ?? "");
  if (platform === "darwin") return [...openers, { file: "open", args: [address] }];
  if (environment.WSL_DISTRO_NAME) openers.push({ file: "wslview", args: [address] }, windows);
  if (environment.DISPLAY || environment.WAYLAND_DISPLAY) openers.push({ file: "xdg-open", args: [address] });
  return openers;
}

/**
 * The browsers that the person named, as other programs read `BROWSER`: commands between colons, `%s` for the address.
 */
function chosenBrowsers(address: string, variable: string): { file: string; args: string[] }[] {
  const commands = variable.split(":").map((command) => command.trim().split(/\s+/));
  return commands.flatMap(([file, ...args]) => {
    if (!file) return [];
    const given = args.map((argument) => argument.replaceAll("%s", address));
    return [{ file, args: args.some((argument) => argument.includes("%s")) ? given : [...given, address] }];
  });
}

/**
 * Opens an address in the person's browser and leaves it running: an opener that still runs after `graceMs` has
 * succeeded. Throws `browser-failed` if nothing opens the address.
 */
export async function openBrowser(
  address: string,
  world: Pick<World, "platform" | "environment">,
  graceMs = 2000,
): Promise<void> {
  for (const { file, args } of listOpeners(address, world)) {
    if (await opens({ file, args }, world.environment, graceMs)) return;
  }
  throw new LocalgptError("browser-failed", { address });
}

async function opens(
  { file, args }: { file: string; args: string[] },
  environment: NodeJS.ProcessEnv,
  graceMs: number,
): Promise<boolean> {
  const { execa } = await import("execa");
  const opener = execa(file, args, {
    env: environment,
    extendEnv: false,
    stdio: "ignore",
    detached: true,
    cleanup: false,
    reject: false,
  });
  let timer: NodeJS.Timeout | undefined;
  const grace = new Promise<"running">((resolve) => {
    timer = setTimeout(() => resolve("running"), graceMs);
  });
  const outcome = await Promise.race([opener, grace]);
  clearTimeout(timer);
  if (outcome === "running") {
    opener.unref();
    return true;
  }
  return !outcome.failed;
}
