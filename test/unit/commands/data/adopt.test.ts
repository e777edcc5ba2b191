import { expect, test } from "vitest";
import type { Look } from "../../../../src/commands/context.ts";
import { adoptExitCode } from "../../../../src/commands/data/adopt.ts";
import { type AdoptResult, renderAdopt } from "../../../../src/commands/data/adopt-text.ts";
import { modelOfManifest } from "../../../../src/core/models/adopted-model.ts";
import { createStyle } from "../../../../src/output/style.ts";
import { measure } from "../../../../src/output/width.ts";
import { words as english } from "../../../../src/words/en.ts";
import { words as spanish } from "../../../../src/words/es.ts";

const style = await createStyle({ colour: false, unicode: true });
const en: Look = { words: english, style, columns: 80, nowMs: 0, measure };
const es: Look = { words: spanish, style, columns: 80, nowMs: 0, measure };

const model = (name: string, state: AdoptResult["models"][number]["state"]) => ({
  model: `${name}:latest`,
  volume: "ollama",
  state,
  bytes: 2_019_393_189,
});

const adopted: AdoptResult = {
  project: "localgpt",
  dryRun: false,
  confirmed: true,
  page: {
    from: "open-webui",
    counts: { accounts: 2, chats: 40 },
    volume: "localgpt_open-webui-20261124-090000",
    replaced: { volume: "localgpt_open-webui", counts: { accounts: 1, chats: 0 } },
  },
  models: [model("llama3.2", "added"), model("tiny", "same"), model("mine", "other"), model("bad", "damaged")],
  operations: [],
  backup: "/backups/a.tar",
  address: "http://localhost:3000",
};

test.each([
  ["registry.ollama.ai/library/llama3.2/latest", "llama3.2:latest"],
  ["registry.ollama.ai/ana/tutor/1b", "ana/tutor:1b"],
  ["hf.co/ana/tutor/Q4", "hf.co/ana/tutor:Q4"],
])("the manifest %s is of the model %s", (path, name) => {
  expect(modelOfManifest(path)).toBe(name);
});

test("what is here now, what is not and why, and where everything is that was before", () => {
  expect(renderAdopt(adopted, en).split("\n")).toEqual([
    "✔ The page now has what was in open-webui: 2 accounts and 40 conversations",
    "  What the page had before (1 account and no conversations) stays in localgpt_open-webui and in /backups/a.tar; `localgpt rollback` goes back to it",
    "  Sign in with an account from there: http://localhost:3000",
    "✔ Models added: llama3.2 (2.0 GB)",
    "✔ Already here: tiny",
    "⚠ Not copied, because another model of that name is here: mine. Remove the one that you do not want: `localgpt models rm MODEL`",
    "✖ bad was not copied: one of its files is damaged there. Download it: `localgpt pull bad`",
    "open-webui and ollama are unchanged. When you no longer need them: `docker volume rm open-webui ollama`",
  ]);
  expect(adoptExitCode(adopted)).toBe(1);
  expect(adoptExitCode({ ...adopted, models: [model("mine", "other")] })).toBe(0);
});

test("a dry run says what it would do, and a no that nothing was done", () => {
  const planned: AdoptResult = {
    ...adopted,
    dryRun: true,
    backup: null,
    address: null,
    models: [model("tiny", "new")],
  };
  expect(renderAdopt(planned, es).split("\n")).toEqual([
    "No se ha cambiado nada; `adopt` haría esto:",
    "• copiar a la página lo que hay en open-webui: 2 cuentas y 40 conversaciones",
    "  Lo que tiene ahora la página (1 cuenta y ninguna conversación) seguiría en localgpt_open-webui, después de una copia de seguridad",
    "• añadir tiny (2,0 GB)",
  ]);
  expect(adoptExitCode({ ...planned, models: [model("bad", "incomplete")] })).toBe(0);
  expect(renderAdopt({ ...adopted, confirmed: false }, es)).toBe("No se ha cambiado nada");
  expect(adoptExitCode({ ...adopted, confirmed: false })).toBe(1);
});
