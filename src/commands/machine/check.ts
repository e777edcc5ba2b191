import type { Command } from "commander";
import { exitCodeOf } from "../../core/errors/failure-exit-code.ts";
import { type CheckStatus, type Finding, isForceable } from "../../core/facts/checks.ts";
import type { ModelName } from "../../core/facts/names.ts";
import { sanitise } from "../../core/text/sanitise.ts";
import { readModelName } from "../../core/values/model-name.ts";
import { loadSettings } from "../../host/stores/settings-store.ts";
import { runChecks } from "../../services/checks/preflight.ts";
import { observeStack } from "../../services/stack/observe-stack.ts";
import { prepareStack } from "../../services/stack/prepare-stack.ts";
import { tellFinding } from "../../words/tell.ts";
import type { Words } from "../../words/words.ts";
import type { Context, Execute, Look } from "../context.ts";

export type CheckOptions = {
  /** The model to check instead of the settings' own; null for that one. */
  model: ModelName | null;
};

export type CheckResult = {
  project: string;
  model: string | null;
  /** The number of findings of each status. */
  counts: Record<CheckStatus, number>;
  findings: Finding[];
};

/** Defines `localgpt check`, also known as `doctor`. */
export function defineCheck(parent: Command, words: Words, execute: Execute): void {
  parent
    .command("check")
    .alias("doctor")
    .description(words.help.check.summary)
    .argument("[MODEL]", words.help.check.arguments.model)
    .action((model: string | undefined) => {
      const options = { model: model === undefined ? null : readModelName(model, { name: "MODEL" }) };
      return execute({ run: (context) => runCheck(context, options), render: renderCheck, exitCode: exitCodeOfCheck });
    });
}

/** Runs every preflight check and changes nothing; throws the Engine's own failures. */
export async function runCheck(context: Context, options: CheckOptions): Promise<CheckResult> {
  const { settings } = await loadSettings(context);
  const engine = await context.engine();
  const prepared = await prepareStack(engine, settings, context);
  const observation = await observeStack(engine, prepared.stack, context.signal);
  const model = options.model ?? settings.model;
  const findings = await runChecks(engine, { prepared, observation, model }, context);
  const counts = { ok: 0, note: 0, warning: 0, failure: 0 };
  for (const { status } of findings) counts[status] += 1;
  return { project: settings.name, model, counts, findings };
}

function exitCodeOfCheck({ counts }: CheckResult): number {
  return counts.failure > 0 ? exitCodeOf("checks-refused") : 0;
}

/** Each finding with its mark and, below it, what can be done; at the end the summary. */
export function renderCheck({ project, counts, findings }: CheckResult, look: Look): string {
  const { words, style } = look;
  const { warning: warnings, failure: failures } = counts;
  const summary = words.check.summary({ warnings, failures, forceable: isForceable(findings) });
  const end = failures > 0 ? style.bad(summary) : warnings > 0 ? style.warn(summary) : style.ok(words.check.good);
  return [
    style.bold(words.check.title(project)),
    ...findings.flatMap((finding) => renderFinding(finding, look)),
    "",
    end,
  ].join("\n");
}

function renderFinding(finding: Finding, { words, style }: Look): string[] {
  const paint = { ok: style.ok, note: style.accent, warning: style.warn, failure: style.bad }[finding.status];
  const { message, hint } = tellFinding(finding, words);
  const line = `${paint(style.symbols[finding.status])} ${sanitise(message)}`;
  return hint === undefined ? [line] : [line, `  ${sanitise(hint)}`];
}
