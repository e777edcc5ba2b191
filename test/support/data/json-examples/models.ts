import type { ModelsDefaultResult } from "../../../../src/commands/models/models-default.ts";
import type { ModelsListResult } from "../../../../src/commands/models/models-list.ts";
import type { ModelsLoadResult, ModelsUnloadResult } from "../../../../src/commands/models/models-load.ts";
import type { ModelsRmResult } from "../../../../src/commands/models/models-rm.ts";
import type { ModelsShowResult } from "../../../../src/commands/models/models-show.ts";
import type { ModelsUpdateResult } from "../../../../src/commands/models/models-update-text.ts";
import type { PullResult } from "../../../../src/commands/models/pull.ts";
import type { TuneResult } from "../../../../src/commands/models/tune.ts";
import type { Json } from "./json.ts";

/**
 * What the commands of `commands/models` print with `--json`, as docs/json.md shows it: each held to its type, which is
 * what is printed.
 */
export const modelsExamples = {
  pull: [
    {
      project: "localgpt",
      models: [
        {
          model: "llama3.2:1b",
          sizeBytes: 1321098329,
          failure: null,
        },
        {
          model: "nope:latest",
          sizeBytes: null,
          failure: {
            code: "pull-failed",
            facts: {
              kind: "model",
              name: "nope:latest",
              reason: "not-found",
              detail: "",
            },
          },
        },
      ],
      address: "http://localhost:3000",
    } satisfies Json<PullResult>,
  ],
  "models list": [
    {
      project: "localgpt",
      default: "llama3.2",
      models: [
        {
          name: "llama3.2:latest",
          sizeBytes: 2019393189,
          parameterSize: "3.2B",
          quantization: "Q4_K_M",
          digest: "a80c4f17acd55265feec403c7aef86be0c25983ab279d83f3bcd3abbcb5b8b72",
          modifiedAt: "2026-11-22T08:41:58.363Z",
          trainedContext: 131072,
          parent: null,
          loaded: {
            name: "llama3.2:latest",
            sizeBytes: 2489139200,
            gpuBytes: 0,
            contextLength: 4096,
            expiresAt: "2026-11-22T09:12:31.440681921Z",
          },
        },
      ],
    } satisfies Json<ModelsListResult>,
  ],
  "models show": [
    {
      project: "localgpt",
      isDefault: true,
      model: {
        name: "llama3.2:latest",
        sizeBytes: 2019393189,
        parameterSize: "3.2B",
        quantization: "Q4_K_M",
        digest: "a80c4f17acd55265feec403c7aef86be0c25983ab279d83f3bcd3abbcb5b8b72",
        modifiedAt: "2026-11-22T08:41:58.363Z",
        trainedContext: 131072,
        parent: null,
        loaded: null,
      },
      details: {
        parent: null,
        family: "llama",
        parameterSize: "3.2B",
        quantization: "Q4_K_M",
        capabilities: ["completion", "tools"],
        system: null,
        template: "{{ .Prompt }}",
        license: "LLAMA 3.2 COMMUNITY LICENSE AGREEMENT",
        parameters: {
          stop: ["<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"],
        },
        shape: {
          layers: 28,
          keyValueHeads: 8,
          headSize: 128,
        },
        trainedContext: 131072,
        modifiedAt: "2026-11-22T08:41:58.363Z",
      },
    } satisfies Json<ModelsShowResult>,
  ],
  "models rm": [
    {
      project: "localgpt",
      confirmed: true,
      models: [
        {
          model: "llama3.2:1b",
          sizeBytes: 1321098329,
          failure: null,
        },
      ],
      freedBytes: 1321092096,
      wasDefault: null,
    } satisfies Json<ModelsRmResult>,
  ],
  "models update": [
    {
      project: "localgpt",
      dryRun: true,
      models: [
        {
          model: "llama3.2:latest",
          state: "outdated",
          digest: "a80c4f17acd55265feec403c7aef86be0c25983ab279d83f3bcd3abbcb5b8b72",
          newDigest: "5b7f3c1d2a9e64805f1c7d3b9e2a60841c5d7f9b3e1a2c4d6f8091a3b5c7d9e1",
          downloadBytes: 2019377376,
          parent: null,
          failure: null,
        },
      ],
    } satisfies Json<ModelsUpdateResult>,
  ],
  "models default": [
    {
      project: "localgpt",
      model: "qwen3:4b",
      before: "llama3.2",
      page: {
        state: "set",
        before: "llama3.2:latest",
        detail: null,
      },
    } satisfies Json<ModelsDefaultResult>,
  ],
  "models load": [
    {
      project: "localgpt",
      model: "llama3.2:latest",
      wasLoaded: false,
      loaded: {
        name: "llama3.2:latest",
        sizeBytes: 2489139200,
        gpuBytes: 0,
        contextLength: 4096,
        expiresAt: "2026-11-22T09:12:31.440681921Z",
      },
    } satisfies Json<ModelsLoadResult>,
  ],
  "models unload": [
    {
      project: "localgpt",
      model: "llama3.2:latest",
      wasLoaded: true,
      loaded: null,
      freedBytes: 2489139200,
    } satisfies Json<ModelsUnloadResult>,
  ],
  tune: [
    {
      project: "localgpt",
      model: "precise:latest",
      parent: "llama3.2:latest",
      changes: [
        {
          name: "temperature",
          before: null,
          after: "0.1",
        },
        {
          name: "num_ctx",
          before: "4096",
          after: "8192",
        },
      ],
      replaced: false,
      trainedContext: 131072,
    } satisfies Json<TuneResult>,
  ],
};
