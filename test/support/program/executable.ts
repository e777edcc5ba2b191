import { existsSync } from "node:fs";
import { execa } from "execa";
import { executableName } from "../services/release-server.ts";
import { repository } from "./repository-script.ts";

/** The single executable of this system, built again if the last build removed it. */
export async function buildExecutable(): Promise<string> {
  const file = `${repository}dist/bin/${executableName}`;
  if (!existsSync(file)) await execa("npm", ["run", "--silent", "build:binary"], { cwd: repository });
  return file;
}
