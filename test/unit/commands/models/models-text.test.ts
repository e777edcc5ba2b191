import { describe, expect, test } from "vitest";
import type { Look } from "../../../../src/commands/context.ts";
import { renderModelsDefault } from "../../../../src/commands/models/models-default.ts";
import { type ModelsListResult, renderModelsList } from "../../../../src/commands/models/models-list.ts";
import { renderModelsLoad, renderModelsUnload } from "../../../../src/commands/models/models-load.ts";
import { type ModelsRmResult, modelsRmExitCode, renderModelsRm } from "../../../../src/commands/models/models-rm.ts";
import { renderModelsShow } from "../../../../src/commands/models/models-show.ts";
import {
  modelsUpdateExitCode,
  renderModelsUpdate,
  type UpdatedModel,
} from "../../../../src/commands/models/models-update-text.ts";
import { renderTune, type TuneResult } from "../../../../src/commands/models/tune.ts";
import { createStyle } from "../../../../src/output/style.ts";
import { measure } from "../../../../src/output/width.ts";
import type { ListedModel } from "../../../../src/services/models/list-models.ts";
import { words as english } from "../../../../src/words/en.ts";
import { words as spanish } from "../../../../src/words/es.ts";
import { tellQuestion } from "../../../../src/words/tell.ts";
import { modelNamed } from "../../../support/data/model-named.ts";

const style = await createStyle({ colour: false, unicode: true });
const nowMs = Date.parse("2026-11-22T12:00:00Z");
const en: Look = { words: english, style, columns: 80, nowMs, measure };
const es: Look = { words: spanish, style, columns: 80, nowMs, measure };
const project = "localgpt";

const inMemory = {
  name: modelNamed("llama3.2:latest"),
  sizeBytes: 2.5 * 1024 ** 3,
  gpuBytes: 0,
  contextLength: 4096,
  expiresAt: "2026-11-22T12:04:10Z",
};

function model(changed: Partial<ListedModel> = {}): ListedModel {
  return {
    name: modelNamed("llama3.2:latest"),
    sizeBytes: 2_019_393_189,
    parameterSize: "3.2B",
    quantization: "Q4_K_M",
    digest: "a80c4f17acd5",
    modifiedAt: "2026-11-22T09:00:00Z",
    trainedContext: 131_072,
    parent: null,
    loaded: null,
    ...changed,
  };
}

describe("models", () => {
  const unknown = { parameterSize: null, quantization: null, modifiedAt: null, trainedContext: null };
  const listed: ModelsListResult = {
    project,
    default: modelNamed("llama3.2"),
    models: [model({ loaded: inMemory }), model({ name: modelNamed("tiny:latest"), sizeBytes: 305_000, ...unknown })],
  };

  test("a table, the default model marked, and what those in memory take", () => {
    expect(renderModelsList(listed, es)).toBe(
      [
        "Modelo             Tamaño  Parámetros    Contexto  Modificado",
        "llama3.2:latest *  2,0 GB  3.2B, Q4_K_M  131072    hace 3 horas",
        "tiny:latest        305 kB",
        "",
        "En memoria   llama3.2:latest   2,5 GiB, en el procesador, 4 min 10 s más",
        "",
        "* el modelo predeterminado",
      ].join("\n"),
    );
  });

  test("what stays in memory for ever, partly on a GPU", () => {
    const loaded = { ...inMemory, gpuBytes: 1.5 * 1024 ** 3, expiresAt: "2318-11-22T12:00:00Z" };
    const text = renderModelsList({ ...listed, models: [model({ loaded })] }, en);
    expect(text).toContain("2.5 GiB, 60% on the GPU, 40% on the processor, until you unload it");
  });

  test("a default model that is not there, none at all, and no models", () => {
    const missing = renderModelsList({ ...listed, default: modelNamed("mistral") }, en);
    expect(missing).toMatch(/The default model, mistral, is not installed: `localgpt up`/);
    expect(renderModelsList({ ...listed, default: null }, en)).not.toMatch(/default/);
    expect(renderModelsList({ ...listed, models: [] }, es)).toContain("`localgpt pull llama3.2`");
  });

  test("what a model says of itself reaches the terminal as harmless text", () => {
    const evil = model({ parameterSize: "\u001b[2J3B", quantization: "Q4\u0007" });
    const text = renderModelsList({ ...listed, models: [evil] }, en);
    expect(text).toContain("3B");
    for (const control of ["\u001b", "\u0007"]) expect(text).not.toContain(control);
  });
});

test("show tells what is known, line by line, and the license by its first line", () => {
  const details = {
    parent: "llama3.2:latest",
    family: "llama",
    parameterSize: "3.2B",
    quantization: "Q4_K_M",
    capabilities: ["completion", "vision", "juggling"],
    system: "Be brief\n\u001b[31mand kind",
    template: "{{ .Prompt }}",
    license: "MIT\nmore",
    parameters: { stop: ["<|a|>", "<|b|>"], temperature: ["0.2"] },
    trainedContext: 131_072,
    shape: null,
    modifiedAt: null,
  };
  const shown = { project, isDefault: true, model: model({ parent: "llama3.2:latest" }), details };
  const text = renderModelsShow(shown, es);
  expect(text.split("\n")[0]).toBe("llama3.2:latest  el modelo predeterminado");
  expect(text).toMatch(/^Qué sabe hacer +responde preguntas, ve imágenes y juggling$/m);
  expect(text).toMatch(/^Hecho a partir de +llama3\.2:latest$/m);
  expect(text).toMatch(/^Parámetros propios +stop <\|a\|>\n +stop <\|b\|>\n +temperature 0\.2$/m);
  expect(text).toMatch(/^Instrucciones del sistema +Be brief\n +and kind$/m);
  expect(text).toMatch(/^Licencia +MIT\nModificado/m);
  expect(text).toMatch(/^En memoria +no$/m);
});

describe("rm", () => {
  const result: ModelsRmResult = {
    project,
    confirmed: true,
    models: [{ model: modelNamed("tiny:latest"), sizeBytes: 305_000, failure: null }],
    freedBytes: 304_900,
    wasDefault: null,
  };

  test("the question names sizes and the default model", () => {
    const [first, second] = [model(), model({ name: modelNamed("tiny:latest"), sizeBytes: 305_000 })];
    const ask = (models: ReturnType<typeof model>[], isDefault: string | null) =>
      tellQuestion({ id: "remove-models", models, isDefault }, spanish);
    expect(ask([second], null)).toBe("¿Borrar tiny:latest (305 kB)?");
    expect(ask([first], first.name)).toBe("¿Borrar llama3.2:latest (2,0 GB)? Es tu modelo predeterminado.");
    expect(ask([first, second], first.name)).toBe(
      "¿Borrar llama3.2:latest (2,0 GB) y tiny:latest (305 kB)? llama3.2:latest es tu modelo predeterminado.",
    );
  });

  test("what is gone and what that freed", () => {
    expect(renderModelsRm(result, en)).toBe("✔ Deleted tiny:latest: 305 kB freed");
    expect(renderModelsRm({ ...result, freedBytes: null }, es)).toBe("✔ Modelo tiny:latest borrado");
    expect(modelsRmExitCode(result)).toBe(0);
    const lost = renderModelsRm({ ...result, wasDefault: "tiny" }, es);
    expect(lost).toMatch(/tiny era tu modelo predeterminado: .*`localgpt models default MODEL`/);
  });

  test("what stayed and why, and that a no deletes nothing", () => {
    const facts = { service: "ollama" as const, path: "/api/delete", status: 500, detail: "permission denied" };
    const failed = {
      model: modelNamed("mistral:latest"),
      sizeBytes: 1,
      failure: { code: "service-answered" as const, facts },
    };
    const both = { ...result, models: [...result.models, failed] };
    expect(renderModelsRm(both, en)).toMatch(/✖ mistral:latest was not deleted: .*permission denied/);
    expect(modelsRmExitCode(both)).toBe(1);
    const refused = { ...result, confirmed: false, models: [], freedBytes: null };
    expect([renderModelsRm(refused, es), modelsRmExitCode(refused)]).toEqual(["No se ha borrado nada", 1]);
  });
});

describe("update", () => {
  const compared = (changed: Partial<UpdatedModel>): UpdatedModel => ({
    model: modelNamed("llama3.2:latest"),
    state: "current",
    digest: "a",
    newDigest: "a",
    downloadBytes: null,
    parent: null,
    failure: null,
    ...changed,
  });
  const current = compared({});
  const outdated = compared({
    model: modelNamed("qwen3:4b"),
    state: "outdated",
    newDigest: "b",
    downloadBytes: 2_497_293_931,
  });
  const local = compared({ model: modelNamed("mine:latest"), state: "local", parent: "llama3.2:latest" });
  const imported = compared({ model: modelNamed("gguf:latest"), state: "local" });
  const unreachable = { kind: "model" as const, reason: "unreachable" as const, detail: "ETIMEDOUT" };
  const unknown = (name: string) =>
    compared({
      model: modelNamed(name),
      state: "unknown",
      failure: { code: "pull-failed", facts: { ...unreachable, name } },
    });

  test("a dry run tells what is newer and how much it is, and that nothing was changed", () => {
    const result = { project, dryRun: true, models: [current, outdated, local, imported] };
    expect(renderModelsUpdate(result, es).split("\n")).toEqual([
      "• qwen3:4b tiene una versión más nueva (2,5 GB)",
      "• mine:latest se hizo aquí a partir de llama3.2:latest, así que no se puede actualizar",
      "• gguf:latest no está en ningún servidor de modelos, así que no se puede actualizar",
      "Ya al día: llama3.2:latest",
      "",
      "Actualizar descargaría 2,5 GB; no se ha cambiado nada",
    ]);
    expect(modelsUpdateExitCode(result)).toBe(0);
  });

  test("an update tells what is new now", () => {
    const result = { project, dryRun: false, models: [current, { ...outdated, state: "updated" as const }] };
    expect(renderModelsUpdate(result, en).split("\n")).toEqual([
      "✔ qwen3:4b is up to date again (2.5 GB)",
      "Up to date: llama3.2:latest",
    ]);
    expect(renderModelsUpdate({ ...result, models: [current] }, es)).toContain("Nada que actualizar");
    expect(renderModelsUpdate({ ...result, dryRun: true, models: [local] }, es)).toContain("no cambiaría nada");
  });

  test("models of which no registry could be asked share one line, and the command has failed", () => {
    const result = { project, dryRun: true, models: [unknown("a:latest"), unknown("b:latest"), current] };
    expect(renderModelsUpdate(result, es).split("\n").slice(0, 2)).toEqual([
      "✖ No se ha podido consultar a:latest y b:latest en el servidor de modelos: no se puede conectar con él (ETIMEDOUT)",
      "  Comprueba que este equipo tiene internet y repite la orden",
    ]);
    expect(modelsUpdateExitCode(result)).toBe(1);
  });

  test("a download that failed says why and what to do", () => {
    const facts = { kind: "model" as const, name: "qwen3:4b", reason: "no-space" as const, detail: "" };
    const failed = { ...outdated, state: "failed" as const, failure: { code: "pull-failed" as const, facts } };
    const text = renderModelsUpdate({ project, dryRun: false, models: [failed, current] }, en);
    expect(text).toMatch(/^✖ .*qwen3:4b.*no space/i);
    expect(text).toContain(english.pullReasons["no-space"](facts).hint);
  });
});

describe("default", () => {
  const result = { project, model: "qwen3:4b", before: "llama3.2" };
  const page = { before: null, detail: null };

  test.each([
    [{ ...page, state: "set", before: "llama3.2:latest" }, /empiezan con él y no con llama3\.2:latest; recarga/],
    [{ ...page, state: "same" }, /ya empiezan con él/],
    [{ ...page, state: "later" }, /desde el próximo `localgpt up`$/],
    [
      { ...page, state: "by-hand", detail: "database is locked" },
      /⚠ .*\(database is locked\).*Administración → Ajustes/,
    ],
  ] as const)("%j", (became, expected) => {
    const [first, ...rest] = renderModelsDefault({ ...result, page: became }, es).split("\n");
    expect(first).toBe("✔ qwen3:4b es ahora el modelo predeterminado, en lugar de llama3.2");
    expect(rest[0]).toMatch(expected);
    const concernsAccounts = became.state === "set" || became.state === "same";
    expect(rest.length).toBe(concernsAccounts ? 2 : 1);
  });

  test("the same again, and one where there was none", () => {
    const same = { ...result, before: "qwen3:4b", page: { ...page, state: "same" as const } };
    expect(renderModelsDefault(same, en)).toMatch(/qwen3:4b was already the default model/);
    const first = { ...result, before: "none", page: { ...page, state: "later" as const } };
    expect(renderModelsDefault(first, en).split("\n")[0]).toBe("✔ qwen3:4b is the default model now");
  });
});

test("load tells what the model takes and how long it stays, unload what that freed", () => {
  const load = { project, model: modelNamed("llama3.2:latest"), wasLoaded: false, loaded: inMemory };
  expect(renderModelsLoad(load, es)).toBe(
    "✔ llama3.2:latest está en memoria: 2,5 GiB, en el procesador, 4 min 10 s más",
  );
  expect(renderModelsLoad({ ...load, wasLoaded: true }, en)).toMatch(/was already in memory/);
  expect(renderModelsLoad({ ...load, loaded: null }, es)).toMatch(/⚠ .*ya no está en memoria/);
  const unload = { ...load, wasLoaded: true, loaded: null, freedBytes: inMemory.sizeBytes };
  expect(renderModelsUnload(unload, es)).toBe("✔ llama3.2:latest ya no está en memoria; se han liberado 2,5 GiB");
  expect(renderModelsUnload({ ...unload, wasLoaded: false, freedBytes: null }, en)).toMatch(/was not in memory/);
  expect(renderModelsUnload({ ...unload, loaded: inMemory, freedBytes: null }, en)).toMatch(/still answering/);
});

test("tune tells each change from the parent, and what Ollama will not give", () => {
  const result: TuneResult = {
    project,
    model: "precise:latest",
    parent: "llama3.2:latest",
    changes: [
      { name: "temperature", before: null, after: "0.1" },
      { name: "num_ctx", before: "4096", after: "200000" },
      { name: "system", before: null, after: `Be\nbrief \u001b[1m${"x".repeat(80)}` },
    ],
    replaced: false,
    trainedContext: 131_072,
  };
  const lines = renderTune(result, es).split("\n");
  expect(lines[0]).toBe("✔ precise:latest creado a partir de llama3.2:latest");
  expect(lines[1]).toBe("  temperature   sin valor → 0.1");
  expect(lines[2]).toBe("  num_ctx       4096 → 200000");
  expect(lines[3]).toMatch(/^ {2}system +sin valor → Be brief x+…$/);
  expect(lines[4]).toMatch(/⚠ .*131072 tokens.*200000/);
  expect(lines[5]).toContain("`localgpt models default precise`");
  expect(renderTune({ ...result, replaced: true, trainedContext: null }, en)).toMatch(/^✔ Made precise:latest again/);
});
