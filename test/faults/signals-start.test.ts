import { watch } from "node:fs";
import { type Moment, type Scene, type Stand, signalFaults } from "../support/program/signals.ts";

/** Resolves when a file is being written whole: when its temporary one is there. */
function beingWritten({ workspace }: Scene, name: string): Promise<void> {
  return new Promise((resolve) => {
    const watcher = watch(workspace.home, (_, changed) => {
      if (!changed?.startsWith(`.${name}.`)) return;
      watcher.close();
      resolve();
    });
  });
}

const lookingAtWhatIs = ({ engine }: Scene): Stand => engine.hold("asked", /^GET \/networks\?/);

const moments: Moment[] = [
  {
    name: "before Docker has answered",
    stand: ({ engine }) => engine.hold("asked", /^GET \/version/),
  },
  { name: "while it looks at what there is", before: "down", stand: lookingAtWhatIs },
  {
    name: "during the checks",
    before: "down",
    // The ports that containers publish are asked for there alone.
    stand: ({ engine }) => engine.hold("asked", /^GET \/containers\/json\??$/),
  },
  {
    name: "while compose.yaml is written",
    args: ["up", "--context", "8192"],
    stand: (scene) => ({ reached: beingWritten(scene, "compose.yaml") }),
    mend: ({ putSettingsBack }) => putSettingsBack(),
  },
  { name: "of an `up` that finds nothing to do", stand: lookingAtWhatIs },
];

signalFaults("Signals before anything is changed", moments);
