import fc from "fast-check";
import { describe, expect } from "vitest";
import { LocalgptError } from "../../src/core/errors/errors.ts";
import {
  formatSetting,
  type SettingChanges,
  type SettingKey,
  settingKeys,
  withSetting,
} from "../../src/core/settings/setting-fields.ts";
import { defaultSettings, type Settings } from "../../src/core/settings/settings.ts";
import { editSettings, readSettings } from "../../src/core/settings/settings-file.ts";
import { anyText, damaged, scrambled, someSettings, textOf } from "../support/data/arbitraries.ts";
import { property } from "../support/data/property.ts";

const yamlPieces = [
  ...settingKeys.flatMap((key) => [`${key}: `, `${key}:\n`]),
  ...["ollama:\n", "open-webui:\n", "ollama: {", "  image: ", "  port: ", "3000", "none", "auto", "llama3.2", "es"],
  ...["\n", " ", "  ", "- ", "? ", ": ", "#x\n", "{", "}", "[", "]", ",", "&a ", "*a", "!!str ", "!x ", "|\n", ">-\n"],
  ...['"', "'", "---\n", "...\n", "<<: ", "\\", "\t", "null", "~", "%YAML 1.1\n", "\u0000", "\ufeff", "{}", "[]"],
];

const wholeFiles = someSettings.map((settings) => writeAll("", settings));
const files = fc.oneof(
  anyText,
  textOf(yamlPieces),
  wholeFiles,
  damaged(wholeFiles, fc.constantFrom(...yamlPieces)),
  fc.tuple(textOf(yamlPieces, 6), wholeFiles).map((parts) => parts.join("\n")),
);

/**
 * The settings of a text, or null where it is refused with one of our errors; anything else that is thrown goes
 * through.
 */
function read(text: string): Settings | null {
  try {
    return readSettings(text, "settings.yaml", defaultSettings).settings;
  } catch (error) {
    if (!(error instanceof LocalgptError)) throw error;
    expect(["invalid-value", "unknown-setting", "settings-syntax"]).toContain(error.code);
    return null;
  }
}

function writeAll(text: string, settings: Settings): string {
  const changes = Object.fromEntries(settingKeys.map((key) => [key, formatSetting(settings, key)]));
  return editSettings(text, "settings.yaml", defaultSettings, changes);
}

describe("a settings file", () => {
  property(
    "of any text is settings or one of our errors",
    [files],
    (text) => {
      read(text);
    },
    { share: 2 },
  );

  property(
    "keeps a change of any setting, and all others",
    [files, someSettings, fc.constantFrom(...settingKeys)],
    (text, wanted, key) => {
      const before = read(text);
      fc.pre(before !== null);
      const value = formatSetting(wanted, key);
      const after = read(editSettings(text, "settings.yaml", defaultSettings, { [key]: value }));
      expect(after).toEqual(withSetting(before, key, value, { name: key }));
    },
    { share: 1 },
  );

  property(
    "forgets a setting that is taken out, and keeps all others",
    [files, fc.constantFrom(...settingKeys)],
    (text, key) => {
      const before = read(text);
      fc.pre(before !== null);
      const edited = editSettings(text, "settings.yaml", defaultSettings, { [key]: null });
      const { settings, written } = readSettings(edited, "settings.yaml", defaultSettings);
      expect(written).not.toContain(key);
      expect(settings).toEqual(withSetting(before, key, formatSetting(defaultSettings, key), { name: key }));
    },
  );

  property(
    "reads back what was written, all at once and one by one",
    [someSettings],
    (settings) => {
      expect(read(writeAll("", settings))).toEqual(settings);
      const oneByOne = settingKeys.reduce((text, key) => {
        const change: SettingChanges = { [key]: formatSetting(settings, key) };
        return editSettings(text, "settings.yaml", defaultSettings, change);
      }, "# mine\n");
      expect(read(oneByOne)).toEqual(settings);
      expect(oneByOne).toContain("# mine");
    },
    { share: 0.3 },
  );
});

describe("a setting", () => {
  property("reads back from what is shown of it", [someSettings, someSettings], (settings, others) => {
    const read = settingKeys.reduce(
      (so, key) => withSetting(so, key, formatSetting(settings, key), { name: key }),
      others,
    );
    expect(read).toEqual(settings);
  });

  const values = fc.oneof(
    anyText,
    scrambled("0123456789.kmgtbidhsKMGTB -_/:@aelno", ["none", "auto", "latest", "gib", "30d"]),
  );
  property(
    "of any text is refused or means what is then shown of it",
    [fc.constantFrom<SettingKey>(...settingKeys), values],
    (key, text) => {
      let settings: Settings;
      try {
        settings = withSetting(defaultSettings, key, text, { name: key });
      } catch (error) {
        if (!(error instanceof LocalgptError)) throw error;
        expect(error.facts).toMatchObject({ name: key, value: expect.any(String) });
        return;
      }
      expect(withSetting(defaultSettings, key, formatSetting(settings, key), { name: key })).toEqual(settings);
    },
    { share: 2 },
  );
});
