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

/** The settings of the file with the given options applied; throws the error of either. */
export async function chooseSettings(context: Context, changes: SettingChanges): Promise<Chosen> {
  const { settings: before } = await loadSettings(context);
  let settings = before;
  for (const [key, text] of Object.entries(changes) as [SettingKey, string][]) {
    settings = withSetting(settings, key, text, { name: `--${key}` });
  }
  // The first `up` chooses the page's language: another terminal's locale must not recreate the page.
  settings = { ...settings, language: settings.language ?? context.language };
  // Exposing the page was accepted for one address: another one asks again.
  const isAgreed = settings.address === before.address || changes["let-anyone-sign-up"] === "yes";
  settings = { ...settings, letAnyoneSignUp: settings.letAnyoneSignUp && isAgreed };
  const keys = [...(Object.keys(changes) as SettingKey[]), "language" as const, "let-anyone-sign-up" as const];
  const differing = keys.filter((key) => formatSetting(before, key) !== formatSetting(settings, key));
  return { settings, changes: Object.fromEntries(differing.map((key) => [key, formatSetting(settings, key)])) };
}
