import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect } from "vitest";
import {
  type BackupHeader,
  type BackupManifest,
  backupCauses,
  backupEntries,
  backupFormat,
  formatBackupJson,
  omissionReasons,
  parseBackupHeader,
  parseBackupManifest,
} from "../../src/core/backup/backup-format.ts";
import { LocalgptError } from "../../src/core/errors/errors.ts";
import { readBackupHead } from "../../src/host/backup/backup-head.ts";
import { createTar, readTar, type TarHead, writeEntry } from "../../src/host/files/tar.ts";
import { words as en } from "../../src/words/en.ts";
import { words as es } from "../../src/words/es.ts";
import { anyText, cuts, cutUp, damaged, imageNames, modelNames, projectNames } from "../support/data/arbitraries.ts";
import { property } from "../support/data/property.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "localgpt-fuzz-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

const orNull = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(values, { nil: null });
const hex = fc.stringMatching(/^[0-9a-f]{64}$/);
const image = fc.record({ reference: imageNames, id: fc.string(), digest: orNull(fc.string()) });
const head = {
  format: fc.constant(backupFormat),
  createdAt: fc
    .date({ min: new Date(0), max: new Date("2100-01-01"), noInvalidDate: true })
    .map((date) => date.toISOString()),
  localgpt: fc.constantFrom("0.1.0", ""),
  project: projectNames,
  cause: fc.constantFrom(...backupCauses),
  note: orNull(fc.string()),
  openWebui: orNull(fc.constantFrom("0.11.4")),
  counts: orNull(fc.record({ accounts: fc.nat(), chats: fc.nat() })),
  withModels: fc.boolean(),
  dataBytes: fc.maxSafeNat(),
};
const headers: fc.Arbitrary<BackupHeader> = fc.record(head);
const paths = fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 });
const manifests: fc.Arbitrary<BackupManifest> = fc.record({
  ...head,
  images: fc.record({ ollama: image, "open-webui": image }),
  models: fc.array(fc.record({ name: modelNames, sizeBytes: fc.nat(), digest: hex }), { maxLength: 2 }),
  omitted: fc.array(fc.record({ path: paths, bytes: fc.nat(), reason: fc.constantFrom(...omissionReasons) }), {
    maxLength: 2,
  }),
  changed: fc.array(paths, { maxLength: 2 }),
  damaged: fc.array(paths, { maxLength: 2 }),
  databases: fc.array(paths, { maxLength: 2 }),
  entries: fc.array(
    fc.record({
      path: paths,
      type: fc.constantFrom("file", "directory", "symlink"),
      bytes: fc.nat(),
      sha256: orNull(hex),
      target: orNull(paths),
    }),
    { maxLength: 3 },
  ),
});

/** A text of JSON with one of its values changed to one of another kind. */
const swapped = (texts: fc.Arbitrary<string>) =>
  fc
    .tuple(texts, fc.nat(), fc.constantFrom("null", "5", "-1", "[]", "{}", '"x"', "true", "2"))
    .map(([text, at, value]) => {
      const places = [...text.matchAll(/(?<=": )(?:"(?:[^"\\]|\\.)*"|null|true|false|\d+)/g)];
      const place = places[at % Math.max(1, places.length)];
      return place === undefined
        ? text
        : text.slice(0, place.index) + value + text.slice(place.index + place[0].length);
    });

describe("what a backup says of itself", () => {
  property("is read back as it was written", [headers, manifests], (header, manifest) => {
    expect(parseBackupHeader(formatBackupJson(header))).toEqual(header);
    expect(parseBackupManifest(formatBackupJson(manifest))).toEqual(manifest);
  });

  const texts = fc.oneof(headers, manifests).map(formatBackupJson);
  property(
    "can be told, or is none, whatever was done to it",
    [
      fc.oneof(
        swapped(texts),
        swapped(texts),
        damaged(texts, anyText),
        anyText,
        fc.jsonValue().map((value) => JSON.stringify(value)),
      ),
    ],
    (text) => {
      const header = parseBackupHeader(text);
      const manifest = parseBackupManifest(text);
      for (const { backup, questions } of [en, es]) {
        if (header !== null) {
          expect(backup.counted(header)).not.toMatch(/undefined|NaN/);
          expect(backup.noteOf(header)).toBeTypeOf("string");
        }
        if (manifest !== null) expect(questions.restore({ id: "restore", ...manifest })).not.toMatch(/undefined|NaN/);
      }
      if (manifest !== null) {
        for (const { path, bytes } of [...manifest.entries, ...manifest.omitted])
          expect([typeof path, typeof bytes]).toEqual(["string", "number"]);
        expect(manifest.images.ollama.reference).toBeTypeOf("string");
      }
    },
    { share: 2 },
  );
});

type Written = { head: TarHead; bytes: Uint8Array };
const names = fc.oneof(
  fc.stringMatching(/^[a-z]{1,8}(\/[a-zñ ]{1,8}){0,3}$/),
  fc.integer({ min: 95, max: 300 }).map((length) => `long/${"n".repeat(length)}`),
);
const entries: fc.Arbitrary<Written[]> = fc.array(
  fc
    .tuple(names, fc.uint8Array({ maxLength: 1500 }), fc.constantFrom(0, 1000, 0o777777, 0o1000000))
    .map(([name, bytes, uid]) => ({
      head: { name, size: bytes.length, type: "file" as const, mode: 0o600, uid, gid: uid },
      bytes,
    })),
  { maxLength: 4 },
);

async function writeTar(some: readonly Written[]): Promise<Buffer> {
  const tar = createTar();
  const whole = buffer(tar.stream);
  for (const { head, bytes } of some) await writeEntry(tar, head, [bytes]);
  tar.finalize();
  return whole;
}

describe("a tar file", () => {
  property(
    "is read back as it was written, however it arrives",
    [entries, cuts],
    async (some, lengths) => {
      const whole = await writeTar(some);
      const found = [];
      for await (const entry of readTar(
        Readable.from(
          cutUp(
            whole,
            lengths.map((length) => length * 97),
          ),
        ),
      )) {
        const { name, uid } = entry.header;
        const pieces = [];
        for await (const piece of entry) pieces.push(piece);
        found.push({ name, uid, bytes: Uint8Array.from(Buffer.concat(pieces)) });
      }
      expect(found).toEqual(some.map(({ head, bytes }) => ({ name: head.name, uid: head.uid, bytes })));
    },
    { share: 0.3 },
  );

  const accidents = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { maxLength: 4 });
  property(
    "that is cut or altered is a backup, none, or ends with an error",
    [headers, entries, accidents, fc.nat()],
    async (header, some, accidents, cut) => {
      const json = new TextEncoder().encode(formatBackupJson(header));
      const first = { head: { name: backupEntries.header, size: json.length, type: "file" as const }, bytes: json };
      const whole = await writeTar([first, ...some]);
      for (const [at, value] of accidents) whole[at % whole.length] = value;
      const file = join(folder, "backup.tar");
      await writeFile(file, whole.subarray(0, accidents.length % 2 === 0 ? whole.length : cut % whole.length));
      try {
        const found = await readBackupHead(file);
        if (found !== null) expect(found.header.createdAt).toBeTypeOf("string");
      } catch (error) {
        if (!(error instanceof LocalgptError)) throw error;
        expect(error.code).toBe("file-failed");
      }
    },
    { share: 0.3 },
  );
});
