import { readFileSync } from "node:fs";
import { defineConfig } from "vitest/config";

/** The build inlines templates and Python programs as text; here the same import gets the same text. */
const filesAsText = {
  name: "files-as-text",
  enforce: "pre" as const,
  load(id: string) {
    return /\.(yaml|py)$/.test(id) ? `export default ${JSON.stringify(readFileSync(id, "utf8"))};` : null;
  },
};

// A real Engine takes its time: what takes longer than this is stuck.
const onAnEngine = {
  testTimeout: 60_000,
  hookTimeout: 60_000,
  globalSetup: ["test/support/engines/engine-ready.ts"],
  // Most of the time of these tests is the Engine's, or waiting. (Projects with other numbers need a group of their
  // own.)
  maxWorkers: 4,
  sequence: { groupOrder: 1 },
};

export default defineConfig({
  plugins: [filesAsText],
  test: {
    maxWorkers: 2,
    // A state that a test waits for comes late on a busy machine; that it comes at all is what counts.
    expect: { poll: { timeout: 20_000 } },
    projects: [
      // The files of these two share what they import: loading that takes longer than most of their cases.
      {
        extends: true,
        test: { name: "unit", include: ["test/unit/**/*.test.ts"], isolate: false, testTimeout: 20_000 },
      },
      { extends: true, test: { name: "fuzz", include: ["test/fuzz/**/*.fuzz.test.ts"], isolate: false } },
      { extends: true, test: { name: "engine", include: ["test/engine/**/*.test.ts"], ...onAnEngine } },
      {
        extends: true,
        test: {
          name: "bench",
          include: ["test/bench/**/*.bench.ts"],
          ...onAnEngine,
          globalSetup: [...onAnEngine.globalSetup, "test/bench/keep.ts"],
          fileParallelism: false,
          sequence: { groupOrder: 2 },
          testTimeout: 3_600_000,
        },
      },
      // The scripts and the forms in which the program is handed out are the same on every Engine.
      { extends: true, test: { name: "processes", include: ["test/processes/**/*.test.ts"], testTimeout: 60_000 } },
      { extends: true, test: { name: "program", include: ["test/program/**/*.test.ts"], ...onAnEngine } },
      { extends: true, test: { name: "e2e", include: ["test/e2e/**/*.test.ts"], ...onAnEngine } },
      { extends: true, test: { name: "faults", include: ["test/faults/**/*.test.ts"], ...onAnEngine } },
    ],
  },
});
