import { expect } from "vitest";
import { containerOf, inspectService } from "../support/engines/containers.ts";
import { docker } from "../support/engines/docker.ts";
import { type Answer, runBehindProxy } from "../support/engines/engine-proxy.ts";
import { type Fault, faults, type Stage } from "../support/program/fault.ts";
import { offeredModels } from "../support/services/page.ts";

const networkOf = ({ project }: { project: string }): string => `${project}_localgpt`;

/**
 * Reattaches Ollama to the stack's network without its names there, as Docker Compose does after it changed a
 * network.
 */
async function takeName({ workspace }: Stage): Promise<void> {
  const ollama = containerOf(workspace, "ollama");
  await docker("network", "disconnect", networkOf(workspace), ollama);
  await docker("network", "connect", networkOf(workspace), ollama);
  // A connection that the page has open may live on, so its models say nothing yet.
  const lookUp = 'require("node:dns").lookup("ollama", (error) => console.log(error?.code ?? "found"))';
  const found = await docker("exec", containerOf(workspace, "open-webui"), "node", "-e", lookUp);
  expect(found).toMatch(/ENOTFOUND|EAI_AGAIN/);
}

/** Checks that the page finds Ollama again. */
async function expectFound({ workspace, session }: Stage): Promise<void> {
  expect(await offeredModels(workspace.port, session)).toContain("tiny:latest");
}

/**
 * What both Engines of the tests say where all ranges of addresses are taken (seen on an Engine with few of them).
 */
const exhausted: Record<string, Answer> = {
  "before version 26": {
    status: 404,
    body: '{"message":"could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network"}',
  },
  "since version 26": { status: 400, body: '{"message":"all predefined address pools have been fully subnetted"}' },
};

const withoutAddresses = Object.entries(exhausted).map(
  ([versions, refusal]): Fault => ({
    name: `Docker has no addresses left for another network (as Engines say it ${versions})`,
    before: "down",
    provoke: ({ run }) =>
      runBehindProxy(run, ["up"], (method, path) =>
        method === "POST" && path.startsWith("/networks/create") ? refusal : null,
      ),
    exit: 1,
    says: {
      en: /Docker has no addresses left for another network/,
      es: /A Docker no le quedan direcciones para otra red/,
    },
    next: /docker network prune.*localgpt up/,
  }),
);

faults("Networks", [
  {
    name: "Ollama has lost its name in the network, and `up` is run",
    provoke: async (stage) => {
      await takeName(stage);
      return stage.run(["up"]);
    },
    exit: 0,
    says: { en: /Recreating Ollama \(cannot be found by its name/, es: /Ollama.*por su nombre/ },
    next: null,
    check: expectFound,
  },
  {
    name: "Ollama has lost its name in the network, and `status` is asked",
    provoke: async (stage) => {
      await takeName(stage);
      return stage.run(["status"]);
    },
    exit: 0,
    says: { en: /The page cannot find Ollama/, es: /La página no encuentra Ollama/ },
    next: /localgpt up/,
  },
  {
    name: "Ollama has lost its name in the network, and `check` is asked",
    provoke: async (stage) => {
      await takeName(stage);
      return stage.run(["check"]);
    },
    exit: 0,
    says: { en: /ollama container has lost its name/, es: /ollama/ },
    next: /localgpt up/,
  },
  {
    name: "The page's container is disconnected from the network",
    provoke: async ({ workspace, run }) => {
      await docker("network", "disconnect", networkOf(workspace), containerOf(workspace, "open-webui"));
      return run(["up"]);
    },
    exit: 0,
    says: { en: /Recreating Open WebUI \(not attached/, es: /Open WebUI.*red/ },
    next: null,
    check: expectFound,
  },
  {
    name: "The network is removed by hand",
    provoke: async ({ workspace, run }) => {
      for (const service of ["ollama", "open-webui"] as const) {
        await docker("network", "disconnect", networkOf(workspace), containerOf(workspace, service));
      }
      await docker("network", "rm", networkOf(workspace));
      return run(["up"]);
    },
    exit: 0,
    says: { en: /Created .*network/, es: /red/ },
    next: null,
    check: async (stage) => {
      await expectFound(stage);
      expect((await inspectService(stage.workspace, "ollama")).State.Status).toBe("running");
    },
  },
  ...withoutAddresses,
]);
