import { join } from "node:path";
import { dockerHost } from "../support/engines/docker.ts";
import { program, type Workspace } from "../support/program/workspace.ts";
import type { Program } from "./program.ts";

/** The programs that are measured beside each other, for one stack. */
export type Sides = {
  node: (...args: string[]) => Program;
  localgpt: (...args: string[]) => Program;
  /** `docker compose` on the file that localgpt rendered. */
  compose: (...args: string[]) => Program;
};

/** Both sides of a contest for a workspace's stack. */
export function sidesOf({ home, environment }: Pick<Workspace, "home" | "environment">): Sides {
  const node = (...args: string[]): Program => ({ command: process.execPath, args, environment });
  const file = join(home, "compose.yaml");
  return {
    node,
    localgpt: (...args) => node(program, ...args),
    compose: (...args) => ({
      command: "docker",
      args: ["compose", "-f", file, ...args],
      environment: { DOCKER_HOST: dockerHost(), DOCKER_CONTEXT: undefined },
    }),
  };
}
