import type { AdoptResult } from "../../../../src/commands/data/adopt-text.ts";
import type { BackupListResult, BackupResult } from "../../../../src/commands/data/backup.ts";
import type { RestoreResult } from "../../../../src/commands/data/restore-text.ts";
import type { RollbackResult } from "../../../../src/commands/data/rollback.ts";
import type { UninstallResult } from "../../../../src/commands/data/uninstall-text.ts";
import type { UpdateResult } from "../../../../src/commands/data/update-text.ts";

/**
 * What the commands of `commands/data` print with `--json`, as docs/json.md shows it: each held to its type, which is
 * what is printed.
 */
export const dataExamples = {
  update: [
    {
      project: "localgpt",
      dryRun: false,
      changed: true,
      images: {
        ollama: {
          from: "ollama/ollama:0.35.1",
          to: "ollama/ollama:0.35.2",
          changed: true,
          isChosen: false,
        },
        "open-webui": {
          from: "ghcr.io/open-webui/open-webui:v0.11.4",
          to: "ghcr.io/open-webui/open-webui:v0.11.5",
          changed: true,
          isChosen: false,
        },
      },
      operations: [],
      volume: "localgpt_open-webui-20261124-183000",
      volumeBefore: "localgpt_open-webui",
      counts: {
        accounts: 2,
        chats: 57,
      },
    } satisfies UpdateResult,
  ],
  rollback: [
    {
      project: "localgpt",
      dryRun: false,
      confirmed: true,
      images: {
        ollama: "ollama/ollama:0.35.1",
        "open-webui": "ghcr.io/open-webui/open-webui:v0.11.4",
      },
      volume: "localgpt_open-webui",
      volumeLeft: "localgpt_open-webui-20261124-183000",
      operations: [],
      counts: {
        accounts: 2,
        chats: 57,
      },
    } satisfies RollbackResult,
  ],
  adopt: [
    {
      project: "localgpt",
      dryRun: false,
      confirmed: true,
      page: {
        from: "open-webui",
        counts: {
          accounts: 2,
          chats: 40,
        },
        volume: "localgpt_open-webui-20261124-165601",
        replaced: {
          volume: "localgpt_open-webui",
          counts: {
            accounts: 1,
            chats: 3,
          },
        },
      },
      models: [
        {
          model: "llama3.2:latest",
          volume: "ollama",
          state: "added",
          bytes: 2019393189,
        },
      ],
      operations: [],
      backup: "/home/ana/.local/share/localgpt/backups/localgpt-20261124-165601.tar",
      address: "http://localhost:3000",
    } satisfies AdoptResult,
  ],
  backup: [
    {
      path: "/home/ana/.local/share/localgpt/backups/localgpt-20261124-183000.localgpt.tar",
      bytes: 4218880,
      createdAt: "2026-11-24T18:30:00.412Z",
      localgpt: "0.1.0",
      project: "localgpt",
      cause: "asked",
      note: null,
      openWebui: "0.11.4",
      counts: {
        accounts: 3,
        chats: 41,
      },
      withModels: false,
      dataBytes: 4193280,
      images: {
        ollama: {
          reference: "ollama/ollama:0.35.1",
          id: "sha256:…",
          digest: "sha256:…",
        },
        "open-webui": {
          reference: "ghcr.io/open-webui/open-webui:v0.11.4",
          id: "sha256:…",
          digest: "sha256:…",
        },
      },
      models: [
        {
          name: "llama3.2:latest",
          sizeBytes: 2019393189,
          digest: "f18c…",
        },
      ],
      omitted: [
        {
          path: "open-webui/cache/embedding/model.bin",
          bytes: 90000000,
          reason: "in-image",
        },
      ],
      changed: [],
      damaged: [],
      entries: 29,
      removed: [],
    } satisfies BackupResult,
  ],
  "backup list": [
    {
      project: "localgpt",
      folder: "/home/ana/.local/share/localgpt/backups",
      backups: [
        {
          path: "/home/ana/.local/share/localgpt/backups/localgpt-20261124-183000.localgpt.tar",
          bytes: 4218880,
          isWhole: true,
          createdAt: "2026-11-24T18:30:00.412Z",
          localgpt: "0.1.0",
          project: "localgpt",
          cause: "asked",
          note: null,
          openWebui: "0.11.4",
          counts: {
            accounts: 3,
            chats: 41,
          },
          withModels: false,
          dataBytes: 4193280,
        },
      ],
    } satisfies BackupListResult,
  ],
  restore: [
    {
      project: "localgpt",
      backup: {
        path: "/media/usb/localgpt.tar",
        bytes: 4218880,
        createdAt: "2026-11-24T18:30:00.412Z",
        localgpt: "0.1.0",
        project: "localgpt",
        cause: "asked",
        note: null,
        openWebui: "0.11.4",
        counts: {
          accounts: 3,
          chats: 41,
        },
        withModels: false,
        dataBytes: 4193280,
        images: {
          ollama: {
            reference: "ollama/ollama:0.35.1",
            id: "sha256:…",
            digest: "sha256:…",
          },
          "open-webui": {
            reference: "ghcr.io/open-webui/open-webui:v0.11.4",
            id: "sha256:…",
            digest: "sha256:…",
          },
        },
        models: [
          {
            name: "llama3.2:latest",
            sizeBytes: 2019393189,
            digest: "f18c…",
          },
        ],
        omitted: [],
        changed: [],
        damaged: [],
        entries: 29,
      },
      has: {
        settings: true,
        conversations: ["exam"],
      },
      installed: "0.11.4",
      isNewer: false,
      checkOnly: false,
      confirmed: true,
      restored: {
        openWebui: "0.11.4",
        counts: {
          accounts: 3,
          chats: 41,
        },
        volume: "localgpt_open-webui-20261125-091500",
        volumeBefore: "localgpt_open-webui",
        safety: "/home/ana/.local/share/localgpt/backups/localgpt-20261125-091502.localgpt.tar",
        settings: false,
        conversations: {
          restored: [],
          kept: ["exam"],
        },
        models: {
          added: [],
          kept: [],
          missing: ["llama3.2:latest"],
          failure: null,
        },
      },
      address: "http://localhost:3000",
    } satisfies RestoreResult,
  ],
  uninstall: [
    {
      project: "localgpt",
      folder: "/home/ana/.local/share/localgpt",
      mode: "keep-data",
      dryRun: false,
      confirmed: true,
      operations: [],
      removed: [
        {
          kind: "container",
          name: "localgpt-ollama-1",
          sizeBytes: null,
        },
        {
          kind: "image",
          name: "ollama/ollama:0.35.1",
          sizeBytes: 3812345678,
        },
      ],
      kept: [
        {
          kind: "volume",
          name: "localgpt_ollama",
          sizeBytes: 2019394042,
          reason: "data",
          users: [],
        },
      ],
      backsUp: false,
      withModels: false,
      backup: null,
      freedBytes: 3812345678,
    } satisfies UninstallResult,
  ],
};
