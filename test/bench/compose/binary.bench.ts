import { test } from "vitest";
import { buildExecutable } from "../../support/program/executable.ts";
import { program } from "../../support/program/workspace.ts";
import { contest } from "../pairs.ts";

test.each(["--version", "--help"])("the single executable starts like the package: %s", async (asked) => {
  const command = await buildExecutable();
  await contest({
    what: `\`${asked}\` of the single executable`,
    against: `\`node dist/main.js ${asked}\``,
    ours: [{ command, args: [asked] }],
    theirs: [{ command: process.execPath, args: [program, asked] }],
    goal: 1.3,
    pairs: 20,
  });
});
