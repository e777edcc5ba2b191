import {
  formatSetting,
  type SettingChanges,
  type SettingKey,
  withSetting,
} from "../../core/settings/setting-fields.ts";
import type { Settings } from "../../core/settings/settings.ts";
import { loadSettings } from "../../host/stores/settings-store.ts";
import type { Context } from "../context.ts";

/** The settings of one run of `up`, and which of them differ from the file's. */
export type Chosen = { settings: Settings; changes: SettingChanges };

/** The settings of the file with those that were given as options; throws what is wrong with either. */
export async function chooseSettings(context: Context, changes: SettingChanges): Promise<Chosen> {
  const { settings: before } = await loadSettings(context);
  let settings = before;
  for (const [key, text] of Object.entries(changes) as [SettingKey, string][]) {
    settings = withSetting(settings, key, text, { name: `--${key}` });
  }
  // The page's language is fixed by the first `up`: another terminal's locale must not recreate the page.
  settings = { ...settings, language: settings.language ?? context.language };
  // Who may reach the page was agreed to for one address: another one asks again.
  const isAgreed = settings.address === before.address || changes["let-anyone-sign-up"] === "yes";
  settings = { ...settings, letAnyoneSignUp: settings.letAnyoneSignUp && isAgreed };
  const keys = [...(Object.keys(changes) as SettingKey[]), "language" as const, "let-anyone-sign-up" as const];
  const differing = keys.filter((key) => formatSetting(before, key) !== formatSetting(settings, key));
  return { settings, changes: Object.fromEntries(differing.map((key) => [key, formatSetting(settings, key)])) };
}
