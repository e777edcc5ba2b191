import { readdir } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { words as es } from "../../src/words/es.ts";
import { leakCheck } from "../support/engines/leaks.ts";
import { createWorkspace, type Workspace } from "../support/program/workspace.ts";

const nonsense = [
  { args: ["up", "--port", "0"], says: ["--port", "`0`"] },
  { args: ["up", "--port", "70000"], says: ["--port", "`70000`"] },
  { args: ["up", "--port", "abc"], says: ["--port", "`abc`"] },
  { args: ["up", "--port", "-1"], says: ["--port", "-1"] },
  { args: ["up", "--port=3000.5"], says: ["--port", "`3000.5`"] },
  { args: ["up", "--model", "a b"], says: ["--model", "`a b`"] },
  { args: ["up", "--model", ""], says: ["--model"] },
  { args: ["up", "--model", "llama3.2:"], says: ["--model", "`llama3.2:`"] },
  { args: ["up", "--memory", "6 gigas"], says: ["--memory", "`6 gigas`"] },
  { args: ["up", "--memory", "1k"], says: ["--memory", "`1k`"] },
  { args: ["up", "--cpus", "0"], says: ["--cpus", "`0`"] },
  { args: ["up", "--cpus", "two"], says: ["--cpus", "`two`"] },
  { args: ["up", "--context", "1"], says: ["--context", "`1`"] },
  { args: ["up", "--gpu", "intel"], says: ["--gpu", "`intel`"] },
  { args: ["up", "--timeout", "abc"], says: ["--timeout", "`abc`"] },
  { args: ["up", "--timeout", "0s"], says: ["--timeout", "`0s`"] },
  { args: ["--project", "Año", "up"], says: ["--project", "`Año`"] },
  { args: ["up", "--project", "../x"], says: ["--project", "`../x`"] },
  { args: ["up", "--lang", "fr"], says: ["--lang", "`fr`"] },
  { args: ["up", "--prot", "3001"], says: ["`--prot`", "`--port`"] },
  { args: ["up", "--port"], says: ["--port"] },
  { args: ["up", "--model", "tiny", "--no-model"], says: ["--model", "--no-model"] },
  { args: ["up", "now"], says: ["`now`"] },
  { args: ["upp"], says: ["`upp`", "localgpt up"] },
  { args: ["restart", "olama"], says: ["`olama`", "`ollama`"] },
  { args: ["down", "--volumes"], says: ["`--volumes`"] },
];

describe("nonsense is answered with one clear sentence, exit code 2, and changes nothing", () => {
  let workspace: Workspace;
  let settings: string;

  beforeAll(async () => {
    workspace = await createWorkspace("nonsense");
    settings = await workspace.readHome("settings.yaml");
  });
  afterAll(() => workspace.remove());

  for (const { args, says } of nonsense) {
    test.concurrent(`localgpt ${args.map((word) => (/^[\w.=-]+$/.test(word) ? word : `'${word}'`)).join(" ")}`, async () => {
      const { code, stdout, stderr } = await workspace.localgpt(args);
      expect(code, stderr).toBe(2);
      expect(stdout).toBe("");
      for (const text of says) expect(stderr).toContain(text);
      expect(stderr.trim().split("\n").length, stderr).toBeLessThanOrEqual(2);
      expect(stderr).not.toMatch(/\bat .*:\d+:\d+/);
      expect(stderr).not.toMatch(/undefined|\[object|NaN/);
    });
  }

  test("in Spanish too, with the value that offends", async () => {
    const { code, stderr } = await workspace.localgpt(["up", "--port", "70000", "--lang", "es"]);
    expect(code).toBe(2);
    expect(stderr).toContain("70000");
    expect(stderr).toContain(es.expected.binding);
    expect(stderr).not.toMatch(/\b(must|not|number)\b/);
  });

  test("with --json as one document", async () => {
    const { code, stdout } = await workspace.localgpt(["up", "--port", "abc", "--json"]);
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      error: {
        code: "invalid-value",
        facts: { name: "--port", value: "abc" },
        message: expect.stringContaining("abc"),
      },
    });
  });

  test("nothing was made or written by any of it", async () => {
    await leakCheck(workspace.project);
    expect(await readdir(workspace.home)).toEqual(["settings.yaml"]);
    expect(await workspace.readHome("settings.yaml")).toBe(settings);
  });
});
