import { expect, test } from "vitest";
import type { Event } from "../../../../src/core/run/events.ts";
import { defaultSettings } from "../../../../src/core/settings/settings.ts";
import type { Ollama } from "../../../../src/services/clients/ollama.ts";
import { readInstalled, readLoaded } from "../../../../src/services/clients/ollama-answers.ts";
import { chooseModel } from "../../../../src/services/models/choose-model.ts";
import { modelNamed } from "../../../support/data/model-named.ts";
import { calm } from "../../../support/engines/connect.ts";

type Case = { installed: string[]; loaded?: string[]; model?: string | null; isModelWritten?: boolean };

/** The model that is chosen, what the person sees, and whether Ollama was asked for its list. */
async function choose({ installed, loaded = [], model = "llama3.2", isModelWritten = false }: Case) {
  const notices: unknown[] = [];
  let isAsked = false;
  const list = async () => {
    isAsked = true;
    return installed.flatMap((name) => readInstalled({ name }));
  };
  const used = {
    ollama: { installed: list } as unknown as Ollama,
    container: "ollama",
    loaded: loaded.flatMap((name) => readLoaded({ name })),
    signal: calm(),
  };
  const settings = { ...defaultSettings, model: model === null ? null : modelNamed(model) };
  const emit = (event: Event) => notices.push(event.type === "notice" ? event.notice : event);
  const chosen = await chooseModel(used, { settings, isModelWritten }, emit);
  return { chosen, notices, isAsked };
}

test.each<[string, Case, string]>([
  ["that of the settings", { installed: ["tiny:latest"], model: "mistral", isModelWritten: true }, "mistral"],
  ["the usual one", { installed: ["llama3.2:latest"] }, "llama3.2"],
  ["the usual one beside others", { installed: ["tiny:latest", "llama3.2:latest"], model: null }, "llama3.2"],
  ["the usual one in memory", { installed: [], loaded: ["llama3.2:latest"] }, "llama3.2"],
  ["the usual one, for an error that lists several", { installed: ["tiny:latest", "mistral:7b"] }, "llama3.2"],
  ["the usual one, for an error without any", { installed: [], model: null, isModelWritten: true }, "llama3.2"],
])("%s is asked, without a word", async (_, given, model) => {
  expect(await choose(given)).toMatchObject({ chosen: model, notices: [] });
});

test.each<Case>([
  { installed: ["tiny:latest"] },
  { installed: ["tiny:latest"], model: null, isModelWritten: true },
  { installed: ["tiny:latest"], loaded: ["tiny:latest"] },
])("the only one on disk is asked where nobody chose any, and the person is told: %j", async (given) => {
  expect(await choose(given)).toMatchObject({
    chosen: "tiny:latest",
    notices: [{ id: "only-model", model: "tiny:latest" }],
  });
});

test("Ollama is not asked for its list where that decides nothing", async () => {
  expect((await choose({ installed: ["tiny:latest"], isModelWritten: true })).isAsked).toBe(false);
  expect((await choose({ installed: ["llama3.2:latest"], loaded: ["llama3.2:latest"] })).isAsked).toBe(false);
});
