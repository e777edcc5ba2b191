import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { expect, test } from "vitest";
import {
  type BackupHeader,
  backupFormat,
  formatBackupJson,
  parseBackupHeader,
  parseBackupManifest,
} from "../../../../src/core/backup/backup-format.ts";
import { createTar, readTar, writeEntry } from "../../../../src/host/files/tar.ts";

const header: BackupHeader = {
  format: backupFormat,
  createdAt: "2026-11-24T10:00:00.000Z",
  localgpt: "0.1.0",
  project: "localgpt",
  cause: "asked",
  note: null,
  openWebui: "0.11.4",
  counts: { accounts: 1, chats: 2 },
  withModels: false,
  dataBytes: 5,
};
const written = (fields: Record<string, unknown>) => formatBackupJson({ ...header, ...fields } as BackupHeader);

// Found by test/fuzz: one altered file in the folder and `backup list` ended with a TypeError.
test.each([
  { counts: undefined },
  { counts: 5 },
  { cause: "x" },
  { note: 5 },
  { createdAt: "soon" },
  { dataBytes: -1 },
])("a header of this format with a part of another kind is none: %j", (fields) => {
  expect(parseBackupHeader(written({}))).toEqual(header);
  expect(parseBackupHeader(written(fields))).toBeNull();
});

test("of a newer format is taken what is known of it", () => {
  expect(parseBackupHeader(written({ format: backupFormat + 1, counts: "many", note: {}, cause: "x" }))).toEqual({
    ...header,
    format: backupFormat + 1,
    counts: null,
  });
});

test("a manifest whose lists have items of another kind is none", () => {
  const image = { reference: "a", id: "b", digest: null };
  const lists = { models: [], omitted: [], changed: [], damaged: [], databases: [] };
  const entries = [{ path: "a", type: "file", bytes: 1, sha256: "c", target: null }];
  const manifest = { images: { ollama: image, "open-webui": image }, ...lists, entries };
  expect(parseBackupManifest(written(manifest))).toEqual({ ...header, ...manifest });
  for (const broken of [{ entries: [null] }, { models: [{}] }, { changed: [5] }, { images: {} }]) {
    expect(parseBackupManifest(written({ ...manifest, ...broken }))).toBeNull();
  }
});

// Found by test/fuzz: a restore gave such files to user 262143.
test("an owner beyond six octal digits is read back from a tar file", async () => {
  const tar = createTar();
  const bytes = buffer(tar.stream);
  const owner = { uid: 300_000, gid: 4_000_000_000 };
  await writeEntry(tar, { name: "a", size: 0, type: "file", ...owner }, []);
  tar.finalize();
  for await (const entry of readTar(Readable.from([await bytes]))) {
    for await (const _ of entry);
    expect(entry.header).toMatchObject(owner);
  }
});
