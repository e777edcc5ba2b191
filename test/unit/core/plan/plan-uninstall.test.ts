import { describe, expect, test } from "vitest";
import type { Belongings } from "../../../../src/core/plan/belongings.ts";
import { isOwnVolume } from "../../../../src/core/plan/own-volumes.ts";
import { planUninstall, type UninstallMode } from "../../../../src/core/plan/plan-uninstall.ts";
import type { ObservedContainer } from "../../../../src/core/stack/observation.ts";

const container = (service: "ollama" | "open-webui", state: ObservedContainer["state"] = "running") =>
  ({ id: `${service}-0123456789`, name: `localgpt-${service}-1`, service, state }) as ObservedContainer;

const image = (name: string, more: Partial<Belongings["images"][number]> = {}) => {
  return { name, id: `sha256:${name}`, sizeBytes: 3e9, otherNames: [], users: [], ...more };
};
const volume = (name: string, more: Partial<Belongings["volumes"][number]> = {}) => {
  return { name, isOurs: true, sizeBytes: 2e9, users: [], ...more };
};
const network = (name: string, more: Partial<Belongings["networks"][number]> = {}) => {
  return { name, isOurs: true, users: [], ...more };
};

function belongings(changed: Partial<Belongings> = {}): Belongings {
  return {
    project: "localgpt",
    folder: "/data",
    containers: [container("ollama"), container("open-webui", "exited")],
    leftovers: [],
    strangers: [],
    networks: [network("localgpt_localgpt")],
    volumes: [volume("localgpt_ollama"), volume("localgpt_open-webui")],
    images: [image("ollama/ollama:1"), image("open-webui:1")],
    files: {
      own: ["conversations/last.yaml", "compose.yaml", "settings.yaml"].map((name) => ({ name, sizeBytes: 100 })),
      backups: [],
      foreign: [],
    },
    ...changed,
  };
}

/** One line for each operation: `id <- what it waits for`. */
function plan(mode: UninstallMode, changed: Partial<Belongings> = {}): string[] {
  return planUninstall(belongings(changed), mode).operations.map(({ id, after }) => {
    return `${id}${after.length > 0 ? ` <- ${after.join(" ")}` : ""}`;
  });
}

/** `kind name` of each thing that goes, and of each that stays with its reason and who uses it. */
function told(mode: UninstallMode, changed: Partial<Belongings> = {}): { goes: string[]; stays: string[] } {
  const { goes, stays } = planUninstall(belongings(changed), mode);
  return {
    goes: goes.map(({ kind, name }) => `${kind} ${name}`),
    stays: stays.map(({ kind, name, reason, users }) => [kind, name, reason, ...users].join(" ")),
  };
}

const removals = ["stop:ollama:ollama-01234", "remove:ollama:ollama-01234 <- stop:ollama:ollama-01234"];
const both = "remove:ollama:ollama-01234 remove:open-webui:open-webui-0";

test("keeping the data: containers, then their network and images, and nothing else", () => {
  expect(plan("keep-data")).toEqual([
    ...removals,
    "remove:open-webui:open-webui-0",
    `network:localgpt_localgpt <- ${both}`,
    `image:ollama/ollama:1 <- ${both}`,
    `image:open-webui:1 <- ${both}`,
  ]);
  expect(told("keep-data").stays).toEqual([
    "volume localgpt_ollama data",
    "volume localgpt_open-webui data",
    "file conversations/last.yaml data",
    "file compose.yaml data",
    "file settings.yaml data",
  ]);
});

test("a purge: images only after the volumes, files after all, the settings last of them", () => {
  const steps = plan("purge");
  expect(steps.slice(4, 6)).toEqual([`volume:localgpt_ollama <- ${both}`, `volume:localgpt_open-webui <- ${both}`]);
  expect(steps[6]).toBe(`image:ollama/ollama:1 <- ${both} volume:localgpt_ollama volume:localgpt_open-webui`);
  expect(steps.at(-1)?.split(" <- ")[1]?.split(" ")).toHaveLength(8);
  expect(planUninstall(belongings(), "purge").operations.at(-1)).toMatchObject({
    kind: "remove-files",
    names: ["conversations/last.yaml", "compose.yaml", "settings.yaml"],
  });
  expect(told("purge").stays).toEqual([]);
});

test("what a killed uninstall left is all that the next one removes", () => {
  const nothing = { containers: [], networks: [], volumes: [], images: [] };
  expect(plan("purge", nothing)).toEqual(["files"]);
  expect(plan("purge", { ...nothing, files: { own: [], backups: [], foreign: [] } })).toEqual([]);
  expect(plan("keep-data", nothing)).toEqual([]);
});

describe("what others made or use stays", () => {
  test.each<[string, UninstallMode, Partial<Belongings>, string[]]>([
    [
      "an image of another container",
      "keep-data",
      { images: [image("a:1", { users: ["web"] })] },
      ["image a:1 in-use web"],
    ],
    [
      "a network that others joined",
      "purge",
      { networks: [network("n", { users: ["web"] })] },
      ["network n in-use web"],
    ],
    [
      "another Compose project's network",
      "purge",
      { networks: [network("n", { isOurs: false })] },
      ["network n foreign"],
    ],
    [
      "a volume that localgpt did not make",
      "purge",
      { volumes: [volume("v", { isOurs: false })] },
      ["volume v foreign"],
    ],
    ["a container of no service of ours", "purge", { strangers: ["search"] }, ["container search foreign"]],
    [
      "backups and files of the person",
      "purge",
      { files: { own: [], backups: [{ name: "backups/a", sizeBytes: 1 }], foreign: ["note.txt"] } },
      ["file backups/a backup", "file note.txt foreign"],
    ],
    [
      "a volume that another container uses, and with it what names the project",
      "purge",
      { volumes: [volume("v", { users: ["web", "db"] })] },
      ["volume v in-use web db", "file settings.yaml needed"],
    ],
  ])("%s", (_, mode, changed, stays) => {
    expect(told(mode, changed).stays.filter((line) => !line.endsWith(" data"))).toEqual(stays);
    const gone = planUninstall(belongings(changed), mode).goes.map(({ name }) => name);
    for (const line of stays) expect(gone).not.toContain(line.split(" ")[1]);
  });

  test("an image that has another name too loses ours alone, which frees nothing", () => {
    const { goes } = planUninstall(belongings({ images: [image("a:1", { otherNames: ["mine:1"] })] }), "keep-data");
    expect(goes.at(-1)).toEqual({ kind: "image", name: "a:1", sizeBytes: 0 });
  });
});

test("a one-off container that a killed run left goes before the volume that it holds", () => {
  const changed = { containers: [], leftovers: [{ id: "abc", name: "localgpt-run-1" }] };
  expect(plan("purge", changed)).toContain("volume:localgpt_ollama <- remove:localgpt-run-1");
});

describe("which volumes with a project's name are localgpt's", () => {
  test.each<[name: string, key: string | undefined, isOurs: boolean, project?: string]>([
    ["course_ollama", "ollama", true],
    ["course_open-webui", "open-webui", true],
    ["course_open-webui-20261124-183005", "open-webui", true],
    ["recorded", "open-webui", true],
    ["recorded", "open-webui", false, "other"],
    ["recorded", undefined, false],
    ["course_ollama", "ollama", false, "other"],
    ["course_ollama", undefined, false],
    ["course_db", "db", false],
    ["course_db", "ollama", false],
    ["course_ollama", "open-webui", false],
    ["course_ollama-20261124-183005", "ollama", false],
    ["course_open-webui-old", "open-webui", false],
    ["course_open-webui-20261124-183005-1", "open-webui", false],
  ])("%s as %s: %s", (name, key, isOurs, owner = "course") => {
    const labels = { "com.docker.compose.project": owner, ...(key && { "com.docker.compose.volume": key }) };
    expect(isOwnVolume({ name, labels }, "course", ["recorded"])).toBe(isOurs);
  });
});
