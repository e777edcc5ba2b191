import { resolve } from "node:path";
import type { Command } from "commander";
import { LocalgptError } from "../../core/errors/errors.ts";
import { exitCodeOf } from "../../core/errors/failure-exit-code.ts";
import type { Settings } from "../../core/settings/settings.ts";
import { readFileIfThere, writeFileWhole } from "../../host/files/files.ts";
import { loadSettings } from "../../host/stores/settings-store.ts";
import { prepareStack, renderForAnyMachine } from "../../services/stack/prepare-stack.ts";
import type { Words } from "../../words/words.ts";
import type { Context, Execute, Look } from "../context.ts";

export type ComposeOptions = { output: string | null; force: boolean };

/** The rendered file; `sized` says whether it was sized to the Engine's machine, `path` where it was written. */
export type ComposeResult = { text: string; sized: boolean; path: string | null };

/** Defines `localgpt compose`. */
export function defineCompose(parent: Command, words: Words, execute: Execute): void {
  const help = words.help.compose;
  parent
    .command("compose")
    .description(help.summary)
    .option("-o, --output <FILE>", help.options.output)
    .option("--force", help.options.force)
    .action(({ output, force }: { output?: string; force?: boolean }) => {
      const options = { output: output ?? null, force: force === true };
      return execute({ run: (context) => runCompose(context, options), render: renderCompose, verbatim: true });
    });
}

/**
 * Renders the Compose file as `up` would write it, or for any machine if no Engine answers; throws `file-exists`.
 */
export async function runCompose(context: Context, { output, force }: ComposeOptions): Promise<ComposeResult> {
  const { settings: remembered } = await loadSettings(context);
  // The first `up` gives the page its user's language: so does a file used instead.
  const settings = { ...remembered, language: remembered.language ?? context.language };
  const rendered = await renderSized(context, settings);
  const text = rendered?.text ?? renderForAnyMachine(settings).text;
  const path = output === null ? null : resolve(output);
  if (path !== null) {
    const present = await readFileIfThere(path);
    if (present !== null && present !== text && !force) throw new LocalgptError("file-exists", { path });
    await writeFileWhole(path, text, 0o644);
  }
  return { text, sized: rendered !== null, path };
}

async function renderSized(context: Context, settings: Settings): Promise<{ text: string } | null> {
  try {
    return await prepareStack(await context.engine(), settings, context);
  } catch (error) {
    if (!(error instanceof LocalgptError) || exitCodeOf(error.code) !== 3) throw error;
    context.emit({ type: "notice", notice: { id: "not-sized", reason: error.code } });
    return null;
  }
}

/** The file itself or, if it was written to a path, how to use it. */
export function renderCompose({ text, path }: ComposeResult, { words }: Look): string {
  if (path === null) return text.trimEnd();
  return `${words.compose.written(path)}\n${words.compose.use(path)}`;
}
