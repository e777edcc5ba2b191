import { type Document, isMap, isScalar, LineCounter, type Node, parseDocument } from "yaml";
import { LocalgptError, type Place } from "./errors.ts";
import { findNearest } from "./nearest.ts";
import { invalidValue } from "./parse-values.ts";
import { isSettingKey, type SettingChanges, type SettingKey, settingKeys, withSetting } from "./setting-fields.ts";
import type { Settings } from "./settings.ts";

/** What a settings file says: the settings over `defaults`, and which of them it names. */
export type SettingsFile = { settings: Settings; written: SettingKey[] };

/**
 * Reads the text of a settings file; `file` names it in errors. Throws `settings-syntax`, `unknown-setting` or
 * `invalid-value`, each with the line and column of what is wrong.
 */
export function readSettings(text: string, file: string, defaults: Settings): SettingsFile {
  const reading = new Reading(text, file);
  let settings = defaults;
  const written: SettingKey[] = [];
  for (const { key, text: value, place } of reading.entries()) {
    settings = withSetting(settings, key, value, { name: key, place });
    written.push(key);
  }
  return { settings, written };
}

/**
 * The text of a settings file with some settings changed, its comments and its order kept; null takes a setting out.
 * Throws what `readSettings` throws, for the text before as for the changes.
 */
export function editSettings(text: string, file: string, defaults: Settings, changes: SettingChanges): string {
  readSettings(text, file, defaults);
  const { document } = new Reading(text, file);
  for (const [key, value] of Object.entries(changes) as [SettingKey, string | null][]) {
    const path = key.split(".");
    if (value === null) {
      document.deleteIn(path);
      const parent = path.length > 1 ? document.get(path[0]) : null;
      if (isMap(parent) && parent.items.length === 0) document.delete(path[0]);
    } else {
      withSetting(defaults, key, value, { name: key });
      // Only what reads back as it was written is a number: `007` is a name.
      const isNumber = /^[\d.]+$/.test(value) && String(Number(value)) === value;
      document.setIn(path, isNumber ? Number(value) : value);
    }
  }
  const isEmpty = isMap(document.contents) && document.contents.items.length === 0;
  if (isEmpty) document.contents = null;
  return isEmpty && document.commentBefore === null && document.comment === null ? "" : document.toString();
}

class Reading {
  readonly document: Document;
  readonly #lines = new LineCounter();
  readonly #text: string;
  readonly #file: string;

  constructor(text: string, file: string) {
    this.#text = text;
    this.#file = file;
    const document = parseDocument(text, { lineCounter: this.#lines, prettyErrors: false });
    const [error] = document.errors;
    if (error !== undefined) {
      const [start] = error.pos;
      const twice = error.code === "DUPLICATE_KEY" ? /^[^\s:]+/.exec(text.slice(start))?.[0] : undefined;
      const facts = { place: this.#place(start), detail: error.message };
      throw new LocalgptError("settings-syntax", twice === undefined ? facts : { ...facts, twice });
    }
    this.document = document as unknown as Document;
  }

  /** The settings that the text names, nested keys joined by a dot. */
  *entries(): Generator<{ key: SettingKey; text: string; place: Place }> {
    const { contents } = this.document;
    if (contents !== null) yield* this.#entriesOf(contents as Node, []);
  }

  *#entriesOf(node: Node, path: string[]): Generator<{ key: SettingKey; text: string; place: Place }> {
    const isGroup = settingKeys.some((key) => key.startsWith(`${path.join(".")}.`));
    if (!isMap(node)) {
      if (isScalar(node) && node.value === null) return;
      const name = path.join(".") || "settings.yaml";
      throw invalidValue({ name, place: this.#placeOf(node) }, this.#sourceOf(node), "settings");
    }
    for (const { key: keyNode, value } of node.items as { key: Node; value: Node | null }[]) {
      const keyPath = [...path, this.#sourceOf(keyNode)];
      const key = keyPath.join(".");
      if (settingKeys.some((known) => known.startsWith(`${key}.`))) {
        if (value !== null) yield* this.#entriesOf(value, keyPath);
      } else if (!isSettingKey(key) || (path.length > 0 && !isGroup)) {
        const place = this.#placeOf(keyNode);
        throw new LocalgptError("unknown-setting", { key, near: findNearest(key, settingKeys), place });
      } else if (value !== null && !(isScalar(value) && value.value === null)) {
        yield { key, text: this.#sourceOf(value), place: this.#placeOf(value) };
      }
    }
  }

  /** What a person wrote for a node; of anything but a plain or quoted value, its whole source. */
  #sourceOf(node: Node): string {
    if (isScalar(node)) return String(node.source ?? node.value);
    const [start, end] = node.range ?? [0, 0];
    return this.#text.slice(start, end).trim();
  }

  #placeOf(node: Node): Place {
    return this.#place(node.range?.[0] ?? 0);
  }

  #place(offset: number): Place {
    const { line, col } = this.#lines.linePos(Math.min(offset, this.#text.length));
    return { file: this.#file, line: Math.max(line, 1), column: Math.max(col, 1) };
  }
}
