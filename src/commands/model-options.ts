import type { Command } from "commander";
import type { ParameterName } from "../core/models/model-parameters.ts";
import { refuseTogether } from "./refuse-together.ts";

/** Commander's values of the options that control how a model answers. */
export type WrittenModelOptions = Partial<Record<ParameterName | "system", string>>;

type ModelOption = "system" | "temperature" | "top-p" | "max-tokens" | "context" | "seed";

/** Adds the options that control how a model answers, each with its help text. */
export function addModelOptions(command: Command, texts: Record<ModelOption, string>): Command {
  return command
    .option("--system <TEXT>", texts.system)
    .option("--temperature <N>", texts.temperature)
    .option("--top-p <N>", texts["top-p"])
    .option("--max-tokens <N>", texts["max-tokens"])
    .option("--context <TOKENS>", texts.context)
    .option("--seed <N>", texts.seed);
}

/** Adds the options that control whether a model thinks first; without either, the model decides. */
export function addThinkOptions(command: Command, texts: Record<"think" | "no-think", string>): Command {
  refuseTogether(command, "--think", "--no-think");
  return command.option("--think", texts.think).option("--no-think", texts["no-think"]);
}
