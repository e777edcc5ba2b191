import { join } from "node:path";
import { afterAll, beforeAll, test } from "vitest";
import { dockerHost } from "../support/lab.ts";
import { createWorkspace, program, type Workspace } from "../support/workspace.ts";
import { contest, printRows, type Row, time } from "./pairs.ts";

let stack: Workspace;
const rows: Row[] = [];

beforeAll(async () => {
  stack = await createWorkspace("bench");
  await localgpt("up");
});

afterAll(async () => {
  printRows(rows);
  await stack.remove();
});

const node = (...args: string[]) => time({ command: process.execPath, args, environment: stack.environment });
const localgpt = (...args: string[]) => node(program, ...args);
const compose = (...args: string[]) => {
  const environment = { DOCKER_HOST: dockerHost(), DOCKER_CONTEXT: undefined };
  return time({ command: "docker", args: ["compose", "-f", join(stack.home, "compose.yaml"), ...args], environment });
};

/** What a person waits for who wants to know that the page answers: `docker compose restart` itself waits for nothing. */
const composeRestart = async () => (await compose("restart")) + (await compose("up", "-d", "--wait"));

test("a stack that runs", async () => {
  rows.push(
    await contest({
      what: "no-op up | docker compose up -d",
      ours: () => localgpt("up"),
      theirs: () => compose("up", "-d"),
      goal: 0.4,
    }),
    await contest({
      what: "status --json | ps --format json + stats --no-stream",
      ours: () => localgpt("status", "--json"),
      theirs: async () => (await compose("ps", "--format", "json")) + (await compose("stats", "--no-stream")),
      goal: 0.3,
    }),
    await contest({
      what: "status | docker compose ps",
      ours: () => localgpt("status"),
      theirs: () => compose("ps"),
      goal: 0.8,
    }),
    await contest({
      what: "logs --tail 1000 | docker compose logs --tail 1000",
      ours: () => localgpt("logs", "--tail", "1000"),
      theirs: () => compose("logs", "--tail", "1000"),
      goal: 1,
    }),
    await contest({
      what: "restart until both answer | docker compose restart, up --wait",
      ours: () => localgpt("restart"),
      theirs: composeRestart,
      goal: 0.8,
    }),
  );
});

test("start and end", async () => {
  rows.push(
    await contest({
      what: "cold up until both answer | docker compose up -d --wait",
      before: () => compose("down"),
      ours: () => localgpt("up"),
      theirs: () => compose("up", "-d", "--wait"),
      goal: 0.7,
    }),
    await contest({
      what: "down | docker compose down",
      before: () => localgpt("up"),
      ours: () => localgpt("down"),
      theirs: () => compose("down"),
      goal: 0.9,
    }),
  );
});

test("the program alone", async () => {
  const nothing = () => node("-e", "0");
  await localgpt("up");
  rows.push(
    await contest({ what: "--version | node -e 0", ours: () => localgpt("--version"), theirs: nothing, goal: 1.4 }),
    await contest({ what: "--help | node -e 0", ours: () => localgpt("--help"), theirs: nothing, goal: 1.6 }),
    await contest({
      what: "completion of a model's name | node -e 0",
      ours: () => localgpt("__complete", "pull", "ti"),
      theirs: nothing,
      goal: 3,
    }),
  );
});
