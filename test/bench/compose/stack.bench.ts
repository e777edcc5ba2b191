import { afterAll, beforeAll, test } from "vitest";
import { createWorkspace, type Workspace } from "../../support/program/workspace.ts";
import { contest, reportMemory, usualPairs } from "../pairs.ts";
import { run } from "../program.ts";
import { type Sides, sidesOf } from "../sides.ts";

let stack: Workspace;
let { node, localgpt, compose } = {} as Sides;

beforeAll(async () => {
  stack = await createWorkspace("bench");
  ({ node, localgpt, compose } = sidesOf(stack));
  await run(localgpt("up"));
});

afterAll(async () => {
  await stack.remove();
});

test("a stack that runs", async () => {
  const up = await contest({
    what: "`up` that finds nothing to do",
    against: "`docker compose up -d`",
    ours: [localgpt("up")],
    theirs: [compose("up", "-d")],
    goal: 0.4,
  });
  reportMemory(up, 1.2);
  await contest({
    what: "`status --json`",
    against: "`ps --format json`, `stats --no-stream`",
    ours: [localgpt("status", "--json")],
    theirs: [compose("ps", "--format", "json"), compose("stats", "--no-stream")],
    goal: 0.3,
  });
  await contest({
    what: "`status`",
    against: "`docker compose ps`",
    ours: [localgpt("status")],
    theirs: [compose("ps")],
    goal: 0.8,
  });
  await contest({
    what: "`logs --tail 1000`",
    against: "`docker compose logs --tail 1000`",
    ours: [localgpt("logs", "--tail", "1000")],
    theirs: [compose("logs", "--tail", "1000")],
    goal: 1,
  });
  await contest({
    what: "`restart` until both answer",
    against: "`docker compose restart`, `up -d --wait`",
    ours: [localgpt("restart")],
    // Restarting does not wait: a person waits until the page answers.
    theirs: [compose("restart"), compose("up", "-d", "--wait")],
    goal: 0.8,
  });
});

test("start and end", async () => {
  const up = await contest({
    what: "cold `up`, images here, until both answer",
    against: "`docker compose up -d --wait`",
    before: () => run(compose("down")),
    ours: [localgpt("up")],
    theirs: [compose("up", "-d", "--wait")],
    goal: 0.7,
  });
  reportMemory(up, 1.2);
  await contest({
    what: "`down`",
    against: "`docker compose down`",
    before: () => run(localgpt("up")),
    ours: [localgpt("down")],
    theirs: [compose("down")],
    goal: 0.9,
  });
});

test("the program alone", async () => {
  await run(localgpt("up"));
  const theirs = { against: "`node -e 0`", theirs: [node("-e", "0")], pairs: 2 * usualPairs };
  await contest({ ...theirs, what: "`--version`", ours: [localgpt("--version")], goal: 1.4 });
  await contest({ ...theirs, what: "`--help`", ours: [localgpt("--help")], goal: 1.6 });
  await contest({
    ...theirs,
    what: "completion of a model's name",
    ours: [localgpt("__complete", "pull", "ti")],
    goal: 3,
  });
  await contest({ ...theirs, what: "`docker compose ps`, for comparison", ours: [compose("ps")] });
});
