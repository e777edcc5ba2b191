import type { ComposeResult } from "../../../../src/commands/stack/compose.ts";
import type { DownResult } from "../../../../src/commands/stack/down.ts";
import type { OpenResult } from "../../../../src/commands/stack/open.ts";
import type { RestartResult } from "../../../../src/commands/stack/restart.ts";
import type { UpResult } from "../../../../src/commands/stack/up-text.ts";
import type { StackStatus } from "../../../../src/services/stack/read-status.ts";
import type { ServiceLine } from "../../../../src/services/stack/stream-logs.ts";
import type { Json } from "./json.ts";

/**
 * What the commands of `commands/stack` print with `--json`, as docs/json.md shows it: each held to its type, which is
 * what is printed.
 */
export const stackExamples = {
  up: [
    {
      project: "localgpt",
      address: "http://localhost:3000",
      openToNetwork: false,
      networkAddress: null,
      changed: false,
      operations: [
        {
          kind: "wait-ready",
          service: "ollama",
          id: "ready:ollama",
          cause: {
            id: "requested",
          },
          after: [],
        },
        {
          kind: "wait-ready",
          service: "open-webui",
          id: "ready:open-webui",
          cause: {
            id: "requested",
          },
          after: [],
        },
      ],
      model: "llama3.2",
      gpu: "none",
      context: 4096,
      memoryLimitBytes: 20937965568,
      dryRun: false,
      firstAccount: true,
      opened: null,
    } satisfies Json<UpResult>,
  ],
  down: [
    {
      project: "localgpt",
      changed: true,
      operations: [],
      networkKept: null,
      volumes: ["localgpt_ollama", "localgpt_open-webui"],
    } satisfies Json<DownResult>,
  ],
  restart: [
    {
      project: "localgpt",
      services: ["ollama"],
      operations: [
        {
          kind: "restart-container",
          service: "ollama",
          container: "f3a1c09be7d2",
          id: "restart:ollama",
          cause: {
            id: "requested",
          },
          after: [],
        },
        {
          kind: "wait-ready",
          service: "ollama",
          id: "ready:ollama",
          cause: {
            id: "requested",
          },
          after: ["restart:ollama"],
        },
      ],
      address: null,
    } satisfies Json<RestartResult>,
  ],
  status: [
    {
      project: "localgpt",
      state: "running",
      address: "http://localhost:3000",
      openToNetwork: false,
      services: [
        {
          service: "ollama",
          state: "ready",
          health: "healthy",
          since: "2026-11-22T08:41:54.799520493Z",
          exitCode: null,
          exitMeaning: null,
          restartCount: 0,
          image: "ollama/ollama:0.35.1",
          version: "0.35.1",
          cpuPercent: 7.1,
          cpuLimit: null,
          memoryBytes: 18522112,
          memoryLimitBytes: 20937965568,
        },
      ],
      models: {
        installed: [
          {
            name: "llama3.2:latest",
            sizeBytes: 2019393189,
            parameterSize: "3.2B",
            quantization: "Q4_K_M",
            digest: "a80c4f17acd55265feec403c7aef86be0c25983ab279d83f3bcd3abbcb5b8b72",
            modifiedAt: "2026-11-22T08:41:58.363Z",
            trainedContext: 131072,
            parent: null,
          },
        ],
        loaded: [],
      },
      contextTokens: 4096,
      volumes: [
        {
          name: "localgpt_ollama",
          sizeBytes: 2019394042,
        },
      ],
      composeFile: "/home/ana/.local/share/localgpt/compose.yaml",
      pageFindsOllama: true,
      awaitsFirstAccount: true,
      docker: {
        version: "28.5.2",
        endpoint: "unix:///var/run/docker.sock",
      },
    } satisfies Json<StackStatus>,
  ],
  logs: [
    {
      service: "ollama",
      stream: "stderr",
      time: "2026-11-22T08:42:31.440681921Z",
      line: '[GIN] 2026/11/22 - 08:42:31 | 200 |     588.765µs |       127.0.0.1 | GET      "/api/ps"',
    } satisfies Json<ServiceLine>,
  ],
  open: [
    {
      address: "http://localhost:3000",
      opened: true,
    } satisfies Json<OpenResult>,
  ],
  compose: [
    {
      text: "name: localgpt\n",
      sized: true,
      path: null,
    } satisfies Json<ComposeResult>,
  ],
};
