import { afterAll, beforeAll, expect, test } from "vitest";
import { readProject, removeContainer } from "../../src/engine/containers/containers.ts";
import { inspectImage } from "../../src/engine/containers/observe.ts";
import { removeImage } from "../../src/engine/plan/removal.ts";
import { calm, connectUnderTest } from "../support/engines/connect.ts";
import { docker, uniqueProject } from "../support/engines/docker.ts";
import { images } from "../support/services/images.ts";

const container = uniqueProject("removal");

beforeAll(() => docker("create", "--name", container, images.ollama("1")));
afterAll(() => docker("rm", container));

test("an image that others remove at the same time is removed", async () => {
  const engine = await connectUnderTest();
  const id = await docker("commit", container, `${container}:1`);
  const removals = Array.from({ length: 8 }, () => removeImage(engine, id, calm()));
  expect(await Promise.all(removals)).toEqual(removals.map(() => true));
  expect(await inspectImage(engine, id, calm())).toBeNull();
});

test("a container that others remove at the same time is gone in the end", async () => {
  const engine = await connectUnderTest();
  const id = await docker("run", "--detach", "--name", `${container}-running`, images.ollama("1"));
  const removals = Array.from({ length: 8 }, async () => {
    await removeContainer(engine, id, calm());
    return readProject(engine, id, calm());
  });
  expect(await Promise.all(removals)).toEqual(removals.map(() => undefined));
});
