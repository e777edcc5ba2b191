import {
  type Document,
  isMap,
  isScalar,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type Scalar,
  visit,
  YAMLMap,
} from "yaml";
import { LocalgptError } from "../errors/errors.ts";
import type { Place } from "../facts/vocabulary.ts";
import { findNearest } from "../text/nearest.ts";
import { invalidValue } from "../values/parse-values.ts";
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
 * The text of a settings file with some settings changed, its comments and its order kept; null removes a setting.
 * Throws what `readSettings` throws, both for the old text and for the changes.
 */
export function editSettings(text: string, file: string, defaults: Settings, changes: SettingChanges): string {
  readSettings(text, file, defaults);
  const reading = new Reading(text, file);
  for (const [key, value] of Object.entries(changes) as [SettingKey, string | null][]) {
    if (value === null) reading.remove(key);
    else {
      withSetting(defaults, key, value, { name: key });
      // Only a text that reads back unchanged is a number: `007` is a name.
      const isNumber = /^[\d.]+$/.test(value) && String(Number(value)) === value;
      reading.write(key, isNumber ? Number(value) : value);
    }
  }
  return reading.toText();
}

/** A setting in the document: its pair, the map that contains it, and the map's own pair where it is nested. */
type Found = { key: string; pair: Pair<Node, Node | null>; map: YAMLMap; group: Found | null };

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
    for (const { key, pair } of this.#find()) {
      const { key: keyNode, value } = pair;
      if (!isSettingKey(key)) {
        const place = this.#placeOf(keyNode);
        throw new LocalgptError("unknown-setting", { key, near: findNearest(key, settingKeys), place });
      }
      if (value !== null && !isNull(value)) yield { key, text: this.#sourceOf(value), place: this.#placeOf(value) };
    }
  }

  /** Removes a setting, however it was written, and its group if that is then empty. */
  remove(key: SettingKey): void {
    for (const { pair, map, group } of [...this.#find()].filter((found) => found.key === key)) {
      map.items.splice(map.items.indexOf(pair), 1);
      if (map.items.length === 0) group?.map.items.splice(group.map.items.indexOf(group.pair), 1);
    }
  }

  /** Writes a setting in its old place, else after those that are there. */
  write(key: SettingKey, value: string | number): void {
    const { document } = this;
    // If a setting appears twice, nested and with a dot, the last one counts.
    const standing = [...this.#find()].findLast((found) => found.key === key);
    if (standing !== undefined) {
      const { pair } = standing;
      const written = document.createNode(value) as Scalar;
      if (isScalar(pair.value)) written.comment = pair.value.comment ?? null;
      pair.value = written;
      return;
    }
    const root = asMap(document, document.contents);
    document.contents = root;
    const [name = "", nested] = key.split(".");
    const group = root.items.find((pair) => this.#sourceOf(pair.key as Node) === name);
    if (nested === undefined) root.add(document.createPair(name, value));
    else if (group === undefined) root.add(document.createPair(name, { [nested]: value }));
    else {
      const map = asMap(document, group.value as Node | null);
      group.value = map;
      map.add(document.createPair(nested, value));
    }
  }

  /** The text with the changes, empty if nothing is left. */
  toText(): string {
    const { document } = this;
    const contents = document.contents as Node | null;
    const isEmpty = contents === null || isNull(contents) || (isMap(contents) && contents.items.length === 0);
    // Tags and anchors have no meaning here, and not all that can be read can be written.
    visit(document, {
      Node: (_key, node) => {
        if (isMap(node) || isScalar(node)) for (const mark of ["tag", "anchor"] as const) delete node[mark];
      },
    });
    if (isEmpty) document.contents = null;
    return isEmpty && document.commentBefore === null && document.comment === null ? "" : document.toString();
  }

  *#find(): Generator<Found> {
    const { contents } = this.document;
    if (contents !== null) yield* this.#findIn(contents as Node, null);
  }

  *#findIn(node: Node, group: Found | null): Generator<Found> {
    if (isNull(node)) return;
    if (!isMap(node)) {
      const origin = { name: group?.key ?? "settings.yaml", place: this.#placeOf(node) };
      throw invalidValue(origin, this.#sourceOf(node), "settings");
    }
    for (const pair of node.items as Pair<Node, Node | null>[]) {
      const own = this.#sourceOf(pair.key);
      const found = { key: group === null ? own : `${group.key}.${own}`, pair, map: node as YAMLMap, group };
      const isGroup = settingKeys.some((known) => known.startsWith(`${found.key}.`));
      if (!isGroup) yield found;
      else if (pair.value !== null) yield* this.#findIn(pair.value, found);
    }
  }

  /** What a person wrote for a node: its value if plain or quoted, otherwise its whole source. */
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

function isNull(node: Node): boolean {
  return isScalar(node) && node.value === null;
}

/** The map at a place; a new one, with the comments kept, if there is not one. */
function asMap(document: Document, node: Node | null): YAMLMap {
  if (isMap(node)) return node as YAMLMap;
  const map = new YAMLMap(document.schema);
  map.commentBefore = node?.commentBefore ?? null;
  map.comment = node?.comment ?? null;
  return map;
}
