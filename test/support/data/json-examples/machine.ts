import type { CheckResult } from "../../../../src/commands/machine/check.ts";
import type { CompletionResult } from "../../../../src/commands/machine/completion.ts";
import type {
  ConfigChangeResult,
  ConfigListResult,
  ConfigPathResult,
  SettingResult,
} from "../../../../src/commands/machine/config.ts";
import type { FitResult } from "../../../../src/commands/machine/fit.ts";
import type { SelfUpdateResult } from "../../../../src/commands/machine/self-update.ts";
import type { Finding } from "../../../../src/core/facts/checks.ts";

/**
 * What the commands of `commands/machine` print with `--json`, as docs/json.md shows it: each held to its type, which
 * is what is printed.
 */
export const machineExamples = {
  "self-update": [
    {
      program: "/home/ana/.local/bin/localgpt",
      installed: "0.1.0",
      newest: "0.2.0",
      isNewer: true,
      updated: true,
    } satisfies SelfUpdateResult,
  ],
  check: [
    {
      project: "localgpt",
      model: "llama3.2:latest",
      counts: {
        ok: 1,
        note: 0,
        warning: 0,
        failure: 0,
      },
      findings: [
        {
          id: "gpu",
          status: "ok",
          facts: {
            choice: "auto",
            kind: "nvidia",
            missing: null,
          },
        },
      ],
    } satisfies CheckResult,
  ],
  "check finding": [
    {
      id: "model-memory",
      status: "ok",
      facts: {
        model: "llama3.2:latest",
        neededBytes: 3026010336,
        weightsBytes: 2019377376,
        cacheBytes: 469762048,
        overheadBytes: 536870912,
        certainty: "exact",
        availableBytes: 24159191040,
        totalBytes: 25276502016,
        limitBytes: 20937965568,
        limitChosen: false,
        context: 4096,
        parallel: 1,
        trainedContext: 131072,
        largestContext: 131072,
        gpu: "none",
        alternatives: [],
      },
    } satisfies Finding,
  ],
  fit: [
    {
      project: "localgpt",
      model: "qwen3:4b",
      verdict: "yes",
      cause: "memory",
      state: "missing",
      bytes: 2497293931,
      parameterSize: null,
      quantization: null,
      memory: {
        model: "qwen3:4b",
        neededBytes: 3638144331,
        weightsBytes: 2497293931,
        cacheBytes: 603979776,
        overheadBytes: 536870912,
        certainty: "exact",
        availableBytes: 22548578304,
        totalBytes: 25276502016,
        limitBytes: 20937965568,
        limitChosen: false,
        context: 4096,
        parallel: 1,
        trainedContext: 262144,
        largestContext: 121344,
        gpu: "none",
        alternatives: [],
      },
      disk: {
        freeBytes: 79862743040,
        neededBytes: 2497293931,
        downloadBytes: 2497293931,
        path: "/var/lib/docker",
      },
    } satisfies FitResult,
  ],
  "config list": [
    {
      file: "/home/ana/.local/share/localgpt/settings.yaml",
      settings: [
        {
          key: "port",
          value: "8080",
          origin: "file",
        },
      ],
    } satisfies ConfigListResult,
  ],
  "config get": [
    {
      key: "port",
      value: "8080",
      origin: "file",
    } satisfies SettingResult,
  ],
  "config set": [
    {
      key: "port",
      value: "8080",
      origin: "file",
      file: "/home/ana/.local/share/localgpt/settings.yaml",
      changed: true,
    } satisfies ConfigChangeResult,
  ],
  "config unset": [
    {
      key: "port",
      value: "3000",
      origin: "default",
      file: "/home/ana/.local/share/localgpt/settings.yaml",
      changed: true,
    } satisfies ConfigChangeResult,
  ],
  "config path": [
    {
      path: "/home/ana/.local/share/localgpt/settings.yaml",
      exists: true,
    } satisfies ConfigPathResult,
  ],
  completion: [
    {
      shell: "bash",
      script: "complete -F _localgpt localgpt\n",
    } satisfies CompletionResult,
  ],
};
