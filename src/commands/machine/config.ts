import type { Command } from "commander";
import { LocalgptError } from "../../core/errors/errors.ts";
import { formatSetting, isSettingKey, type SettingKey, settingKeys } from "../../core/settings/setting-fields.ts";
import { alignColumns } from "../../core/text/columns.ts";
import { findNearest } from "../../core/text/nearest.ts";
import { readFileIfThere } from "../../host/files/files.ts";
import { loadSettings, saveSettings, settingsPath } from "../../host/stores/settings-store.ts";
import type { Words } from "../../words/words.ts";
import type { Context, Execute, Look } from "../context.ts";

/** The effective value of a setting, and whether the file names it. */
export type SettingResult = { key: SettingKey; value: string; origin: "file" | "default" };
export type ConfigListResult = { file: string; settings: SettingResult[] };
export type ConfigChangeResult = SettingResult & { file: string; changed: boolean };
export type ConfigPathResult = { path: string; exists: boolean };

/** Defines `localgpt config` and its commands. */
export function defineConfig(parent: Command, words: Words, execute: Execute): void {
  const { help } = words;
  const config = parent.command("config").description(help.config.summary);
  // `localgpt config` alone lists the settings.
  config.action(() => config.outputHelp());
  config
    .command("list")
    .description(help["config list"].summary)
    .action(() => execute({ run: runConfigList, render: renderConfigList }));
  config
    .command("get")
    .description(help["config get"].summary)
    .argument("<KEY>", help["config get"].arguments.key)
    .action((key: string) =>
      execute({
        run: (context) => runConfigGet(context, { key }),
        render: ({ value }: SettingResult) => value,
        verbatim: true,
      }),
    );
  config
    .command("set")
    .description(help["config set"].summary)
    .argument("<KEY>", help["config set"].arguments.key)
    .argument("<VALUE>", help["config set"].arguments.value)
    .action((key: string, value: string) =>
      execute({ run: (context) => runConfigChange(context, { key, value }), render: renderConfigChange }),
    );
  config
    .command("unset")
    .description(help["config unset"].summary)
    .argument("<KEY>", help["config unset"].arguments.key)
    .action((key: string) =>
      execute({ run: (context) => runConfigChange(context, { key, value: null }), render: renderConfigChange }),
    );
  config
    .command("path")
    .description(help["config path"].summary)
    .action(() => execute({ run: runConfigPath, render: ({ path }: ConfigPathResult) => path, verbatim: true }));
}

/** Every setting with its value and where it comes from. */
export async function runConfigList(context: Context): Promise<ConfigListResult> {
  const { settings, written, file } = await loadSettings(context);
  const results = settingKeys.map((key) => describeSetting(key, formatSetting(settings, key), written));
  return { file, settings: results };
}

/** One setting; throws `unknown-setting`. */
export async function runConfigGet(context: Context, options: { key: string }): Promise<SettingResult> {
  const key = parseKey(options.key);
  const { settings, written } = await loadSettings(context);
  return describeSetting(key, formatSetting(settings, key), written);
}

/**
 * Writes a setting, or removes it from the file if its value is null; throws `unknown-setting` and `invalid-value`.
 */
export async function runConfigChange(
  context: Context,
  options: { key: string; value: string | null },
): Promise<ConfigChangeResult> {
  const key = parseKey(options.key);
  const before = await loadSettings(context);
  const after = await saveSettings(context, { [key]: options.value });
  const value = formatSetting(after.settings, key);
  const changed =
    value !== formatSetting(before.settings, key) || before.written.includes(key) !== after.written.includes(key);
  return { ...describeSetting(key, value, after.written), file: after.file, changed };
}

/** Where the settings file is, or would be. */
export async function runConfigPath(context: Context): Promise<ConfigPathResult> {
  const path = settingsPath(context.folder);
  return { path, exists: (await readFileIfThere(path)) !== null };
}

/** The settings as a table, with those of the file highlighted. */
export function renderConfigList({ file, settings }: ConfigListResult, { words, style, measure }: Look): string {
  const { headings, origins } = words.config;
  const heading = [headings.setting, headings.value, headings.origin].map((text) => ({ text, paint: style.dim }));
  const rows = settings.map(({ key, value, origin }) => {
    const paint = origin === "file" ? style.bold : style.dim;
    return [{ text: key }, { text: value, paint }, { text: origins[origin], paint: style.dim }];
  });
  return [...alignColumns([heading, ...rows], measure), "", style.dim(file)].join("\n");
}

/** The effective value, and when it takes effect. */
export function renderConfigChange({ key, value, origin, changed }: ConfigChangeResult, look: Look): string {
  const { config } = look.words;
  if (!changed) return config.same(key, value);
  const said = origin === "file" ? config.saved(key, value) : config.unset(key, value);
  return `${look.style.ok(look.style.symbols.ok)} ${said}\n${look.style.dim(config.next)}`;
}

function describeSetting(key: SettingKey, value: string, written: readonly SettingKey[]): SettingResult {
  return { key, value, origin: written.includes(key) ? "file" : "default" };
}

function parseKey(text: string): SettingKey {
  if (isSettingKey(text)) return text;
  throw new LocalgptError("unknown-setting", { key: text, near: findNearest(text, settingKeys) });
}
