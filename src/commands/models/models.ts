import type { Command } from "commander";
import { LocalgptError } from "../../core/errors/errors.ts";
import type { ModelName } from "../../core/facts/names.ts";
import { readModelName } from "../../core/values/model-name.ts";
import type { Words } from "../../words/words.ts";
import type { Execute } from "../context.ts";
import { conflict } from "../refuse-together.ts";
import { renderModelsDefault, runModelsDefault } from "./models-default.ts";
import { renderModelsList, runModelsList } from "./models-list.ts";
import { renderModelsLoad, renderModelsUnload, runModelsLoad, runModelsUnload } from "./models-load.ts";
import { modelsRmExitCode, renderModelsRm, runModelsRm } from "./models-rm.ts";
import { renderModelsShow, runModelsShow } from "./models-show.ts";
import { runModelsUpdate } from "./models-update.ts";
import { modelsUpdateExitCode, renderModelsUpdate } from "./models-update-text.ts";

/** Defines `localgpt models` and its commands; alone it lists. */
export function defineModels(parent: Command, words: Words, execute: Execute): void {
  const { help } = words;
  const models = parent.command("models").description(help.models.summary);
  const list = () => execute({ run: runModelsList, render: renderModelsList });
  models.action(list);
  models.command("list").description(help["models list"].summary).action(list);
  models
    .command("show")
    .description(help["models show"].summary)
    .argument("<MODEL>", help["models show"].arguments.model)
    .action((text: string) => {
      const options = { model: readModel(text) };
      return execute({ run: (context) => runModelsShow(context, options), render: renderModelsShow });
    });
  models
    .command("rm")
    .description(help["models rm"].summary)
    .argument("<MODEL...>", help["models rm"].arguments.model)
    .option("-y, --yes", help["models rm"].options.yes)
    .action((texts: string[], { yes }: { yes?: boolean }) => {
      const options = { models: readModels(texts), yes: yes === true };
      return execute({
        run: (context) => runModelsRm(context, options),
        render: renderModelsRm,
        exitCode: modelsRmExitCode,
      });
    });
  models
    .command("update")
    .description(help["models update"].summary)
    .argument("[MODEL...]", help["models update"].arguments.model)
    .option("--all", help["models update"].options.all)
    .option("--dry-run", help["models update"].options["dry-run"])
    .action((texts: string[], written: { all?: boolean; dryRun?: boolean }) => {
      const options = { models: readUpdated(texts, written.all === true), dryRun: written.dryRun === true };
      return execute({
        run: (context) => runModelsUpdate(context, options),
        render: renderModelsUpdate,
        exitCode: modelsUpdateExitCode,
      });
    });
  models
    .command("default")
    .description(help["models default"].summary)
    .argument("<MODEL>", help["models default"].arguments.model)
    .action((text: string) => {
      const options = { model: readModel(text) };
      return execute({ run: (context) => runModelsDefault(context, options), render: renderModelsDefault });
    });
  models
    .command("load")
    .description(help["models load"].summary)
    .argument("<MODEL>", help["models load"].arguments.model)
    .action((text: string) => {
      const options = { model: readModel(text) };
      return execute({ run: (context) => runModelsLoad(context, options), render: renderModelsLoad });
    });
  models
    .command("unload")
    .description(help["models unload"].summary)
    .argument("<MODEL>", help["models unload"].arguments.model)
    .action((text: string) => {
      const options = { model: readModel(text) };
      return execute({ run: (context) => runModelsUnload(context, options), render: renderModelsUnload });
    });
}

function readModel(text: string): ModelName {
  return readModelName(text, { name: "MODEL" });
}

function readModels(texts: string[]): ModelName[] {
  return [...new Set(texts.map(readModel))];
}

/** Names, or an explicit "all": an update of everything by mistake would take hours. */
function readUpdated(texts: string[], all: boolean): ModelName[] | null {
  if (all && texts.length > 0) throw conflict("MODEL", "--all");
  if (!all && texts.length === 0) {
    throw new LocalgptError("missing-argument", { name: "MODEL | --all", command: "localgpt models update" });
  }
  return all ? null : readModels(texts);
}
