import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { docker, dockerHost, registry } from "./docker.ts";

const buildImages = fileURLToPath(new URL("../../images/build.sh", import.meta.url));

/**
 * Before the first test: the Engine answers and the stand-in images are in the registry; throws otherwise, so that
 * nothing is skipped.
 */
export async function setup(): Promise<void> {
  const version = await docker("version", "--format", "{{.Server.Version}} (API {{.Server.APIVersion}})");
  console.log(`Engine under test: ${version} at ${dockerHost()}`);
  await execa(buildImages, [registry(), dockerHost()], { stdin: "ignore", all: true });
}
