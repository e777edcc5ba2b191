import { expect } from "vitest";
import { inspectService, variable } from "../support/engines/containers.ts";
import { type Moment, signalFaults } from "../support/program/signals.ts";

const steps: [name: string, when: "asked" | "answered", fits: RegExp][] = [
  ["before the old container is stopped", "asked", /^POST \/containers\/[0-9a-f]+\/stop/],
  ["when the old container was just stopped", "answered", /^POST \/containers\/[0-9a-f]+\/stop/],
  ["when the old container was just removed", "answered", /^DELETE \/containers\//],
  ["when the new container was just created", "answered", /^POST \/containers\/create/],
];

const moments = steps.map<Moment>(([name, when, fits]) => ({
  name,
  args: ["up", "--context", "8192"],
  stand: ({ engine }) => engine.hold(when, fits),
  check: async ({ run, workspace }) => {
    const again = await run(["up"]);
    expect(again.code, again.stderr).toBe(0);
    expect(variable(await inspectService(workspace, "ollama"), "OLLAMA_CONTEXT_LENGTH")).toBe("8192");
  },
  mend: ({ putSettingsBack }) => putSettingsBack(),
}));

signalFaults("Signals while a changed setting takes effect", moments);
