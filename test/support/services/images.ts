import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { docker, registry } from "../engines/docker.ts";

/**
 * A tag of the Ollama stand-in: `1` and `2` are good and report different versions, the others fail as
 * test/images/README.md says.
 */
export type OllamaTag =
  | "1"
  | "2"
  | "crash"
  | "illegal"
  | "oom"
  | "slow"
  | "never"
  | "hang"
  | "loop"
  | "wrong-arch"
  | "no-arch";

/**
 * A tag of the Open WebUI stand-in: the numbers are good, older and newer ones, the others fail as
 * test/images/README.md says.
 */
export type OpenWebuiTag =
  | "0"
  | "1"
  | "2"
  | "crash"
  | "slow"
  | "never"
  | "migration"
  | "2-crash"
  | "2-never"
  | "2-migration"
  | "2-loses";

/** What a running stand-in can be told to do otherwise; test/images/README.md explains each. */
export type Switches = {
  hang?: true | string;
  delayMs?: number;
  status?: Record<string, number>;
  exit?: number;
  version?: string;
  rate?: number;
  manifestMs?: number;
  pullError?: string;
  loadMs?: number;
  loadError?: string;
  vram?: number;
  tokensPerSecond?: number;
  edition?: number;
  listsContext?: boolean;
  chatCutAfter?: number;
  chatErrorAfter?: number;
  queueFull?: boolean;
  answer?: string;
  echo?: boolean;
  endless?: boolean;
  ready?: boolean;
};

/** The references of the stand-in images in the test registry. */
export const images = {
  ollama: (tag: OllamaTag): string => `${registry()}/localgpt-test/ollama:${tag}`,
  openWebui: (tag: OpenWebuiTag): string => `${registry()}/localgpt-test/open-webui:${tag}`,
};

/**
 * Pushes a good image that no Engine has, with `layers` layers of `layerBytes` incompressible bytes of its own and
 * start `switches`, and returns its reference: for tests that pull, remove or change an image without disturbing
 * others.
 */
export async function pushFreshImage(
  kind: "ollama" | "open-webui",
  {
    layers = 3,
    layerBytes = 1_000_000,
    switches = {},
  }: { layers?: number; layerBytes?: number; switches?: Switches } = {},
): Promise<string> {
  const program = fileURLToPath(new URL("../../images/fresh.mjs", import.meta.url));
  const tag = `fresh-${randomBytes(5).toString("hex")}`;
  const variable = `STANDIN_SWITCHES=${JSON.stringify(switches)}`;
  const { stdout } = await execa("node", [program, registry(), kind, tag, `${layers}`, `${layerBytes}`, variable]);
  return stdout;
}

/** Puts these switches in force in a running stand-in, in place of those set before; `{}` makes it behave again. */
export async function setSwitches(container: string, switches: Switches): Promise<void> {
  // Written beside and moved, so that no request reads half of it.
  const script = 'printf %s "$1" >/tmp/switches.new && mv /tmp/switches.new /tmp/switches.json';
  await docker("exec", container, "sh", "-c", script, "sh", JSON.stringify(switches));
}
