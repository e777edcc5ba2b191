import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { type Fault, faults, type Stage } from "../support/program/fault.ts";

let whole: string;

/** What localgpt itself wrote into its folder, and somebody else something else over it. */
function overwritten(
  name: string,
  file: string,
  change: (text: string) => string,
  row: Omit<Fault, "name" | "provoke" | "mend">,
): Fault {
  return {
    name,
    provoke: async ({ workspace, run }) => {
      whole = await workspace.readHome(file);
      await writeFile(join(workspace.home, file), change(whole));
      return run(["up"]);
    },
    mend: (stage) => putBack(stage, file),
    ...row,
  };
}

async function putBack({ workspace }: Stage, file: string): Promise<void> {
  const path = join(workspace.home, file);
  await rm(path, { recursive: true, force: true });
  await writeFile(path, whole, { mode: 0o600 });
  const names = await readdir(workspace.home);
  for (const name of names.filter((each) => each.startsWith("installation-unread-")))
    await rm(join(workspace.home, name));
}

const goesOn = { exit: 0, says: /http:\/\/localhost:\d+/, next: null };
const isAsBefore = async ({ workspace }: Stage) => expect(await workspace.readHome("compose.yaml")).toBe(whole);
const unread = {
  exit: 0,
  says: {
    en: /could not be read and was moved to .*installation-unread-\d+\.json; everything keeps running/,
    es: /se ha movido a .*installation-unread-\d+\.json/,
  },
  next: null,
};

faults("What localgpt wrote down", [
  overwritten(
    "compose.yaml was edited by hand",
    "compose.yaml",
    (text) => text.replace(/OLLAMA_KEEP_ALIVE: .*/, "OLLAMA_KEEP_ALIVE: 5m"),
    { ...goesOn, check: isAsBefore },
  ),
  overwritten("compose.yaml is no longer YAML", "compose.yaml", (text) => text.slice(0, 900), {
    ...goesOn,
    check: isAsBefore,
  }),
  overwritten("compose.yaml is empty", "compose.yaml", () => "", { ...goesOn, check: isAsBefore }),
  overwritten("installation.json is cut off", "installation.json", (text) => text.slice(0, 100), unread),
  overwritten("installation.json is empty", "installation.json", () => "", unread),
  overwritten(
    "installation.json is of a newer localgpt",
    "installation.json",
    (text) => text.replace('"format": 1', '"format": 2'),
    {
      exit: 1,
      says: {
        en: /installation\.json` was written by a newer localgpt/,
        es: /installation\.json` lo escribió un localgpt más nuevo/,
      },
      next: /localgpt self-update/,
      check: async ({ workspace }) => expect(await workspace.readHome("installation.json")).toContain('"format": 2'),
    },
  ),
  {
    name: "compose.yaml is a folder",
    provoke: async ({ workspace, run }) => {
      whole = await workspace.readHome("compose.yaml");
      await rm(join(workspace.home, "compose.yaml"));
      await mkdir(join(workspace.home, "compose.yaml"));
      return run(["up"]);
    },
    mend: (stage) => putBack(stage, "compose.yaml"),
    exit: 1,
    says: { en: /compose\.yaml` could not be read: it is a folder/, es: /compose\.yaml`: es una carpeta/ },
    next: /mv .*compose\.yaml /,
  },
]);
