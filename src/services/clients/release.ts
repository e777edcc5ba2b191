import { createHash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { LocalgptError } from "../../core/errors/errors.ts";
import type { PullReason } from "../../core/facts/vocabulary.ts";
import { findChecksum, isVersion } from "../../core/values/releases.ts";
import { explainRequest } from "./model-registry.ts";
import { openRequest } from "./proxy.ts";

/** The address of the newest release's files, without a slash at the end, and the means to fetch them. */
export type ReleaseSource = {
  address: string;
  environment: NodeJS.ProcessEnv;
  signal: AbortSignal;
  /** The longest time without data. */
  stallMs?: number;
};

/** The newest release: its version, and the SHA-256 of each file in it. */
export type Release = { version: string; checksums: string };

const usualStallMs = 30_000;
const mostTextBytes = 64 * 1024;
const mostRedirects = 5;

const statusReasons: Record<number, PullReason> = {
  401: "unauthorized",
  403: "unauthorized",
  404: "not-found",
  407: "proxy",
  429: "rate-limited",
};

/** Reads which release is the newest; throws `release-unreachable`, `release-unusable` and `interrupted`. */
export async function readRelease(source: ReleaseSource): Promise<Release> {
  const [text, checksums] = [await readText(source, "VERSION"), await readText(source, "SHA256SUMS")];
  const version = text.trim();
  const unusable = (problem: "version" | "no-checksum" | "altered", name: string): LocalgptError =>
    new LocalgptError("release-unusable", { address: `${source.address}/${name}`, problem });
  if (!isVersion(version)) throw unusable("version", "VERSION");
  const expected = findChecksum(checksums, "VERSION");
  if (expected === null) throw unusable("no-checksum", "VERSION");
  // This also happens when a release is published between the two calls.
  if (createHash("sha256").update(text).digest("hex") !== expected) throw unusable("altered", "VERSION");
  return { version, checksums };
}

/**
 * Downloads a file of a release and compares its SHA-256; `onBytes` receives each piece and the total in bytes, null
 * if the server does not say. Throws `release-unreachable`, `release-unusable`, `interrupted`, and the system's own
 * error if the file cannot be written.
 */
export async function downloadFile(
  source: ReleaseSource,
  { name, checksums }: { name: string; checksums: string },
  file: FileHandle,
  onBytes: (bytes: number, totalBytes: number | null) => void,
): Promise<void> {
  const address = `${source.address}/${name}`;
  const expected = findChecksum(checksums, name);
  if (expected === null) throw new LocalgptError("release-unusable", { address, problem: "no-checksum" });
  const hash = createHash("sha256");
  await receive(source, name, async (piece, totalBytes) => {
    hash.update(piece);
    await writeAll(file, piece);
    onBytes(piece.length, totalBytes);
  });
  if (hash.digest("hex") !== expected) throw new LocalgptError("release-unusable", { address, problem: "altered" });
}

async function readText(source: ReleaseSource, name: string): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  await receive(source, name, async (piece) => {
    bytes += piece.length;
    if (bytes > mostTextBytes) throw failure(source, name, "other", `more than ${mostTextBytes} bytes`);
    pieces.push(piece);
  });
  return Buffer.concat(pieces).toString("utf8");
}

type Take = (piece: Buffer, totalBytes: number | null) => Promise<void>;

/** Gives the body of an answer piece by piece to `take`, whose own errors are passed on unchanged. */
async function receive(source: ReleaseSource, name: string, take: Take): Promise<void> {
  const { stallMs = usualStallMs, signal } = source;
  const stalled = new AbortController();
  const timer = setTimeout(() => stalled.abort(), stallMs);
  let takeError: { error: unknown } | null = null;
  try {
    const bounded = { ...source, signal: AbortSignal.any([signal, stalled.signal]) };
    const response = await open(bounded, name, new URL(`${source.address}/${name}`), mostRedirects);
    const totalBytes = Number(response.headers["content-length"]) || null;
    for await (const piece of response) {
      timer.refresh();
      await take(piece as Buffer, totalBytes).catch((error) => {
        takeError = { error };
        throw error;
      });
    }
  } catch (error) {
    if (signal.aborted) throw new LocalgptError("interrupted", {}, { cause: error });
    if (takeError !== null || error instanceof LocalgptError) throw error;
    if (stalled.signal.aborted) throw failure(source, name, "stalled", `${stallMs / 1000} s`, error);
    const { reason, detail } = explainRequest(error, false);
    const isCut = (error as { code?: unknown }).code === "ECONNRESET";
    throw failure(source, name, isCut ? "cut" : reason, detail, error);
  } finally {
    clearTimeout(timer);
  }
}

async function open(source: ReleaseSource, name: string, address: URL, redirects: number): Promise<IncomingMessage> {
  const { signal, environment } = source;
  const response = await openRequest(address, { signal, environment, headers: { accept: "*/*" } });
  const { statusCode = 0, headers } = response;
  if (statusCode === 200) return response;
  response.destroy();
  const isRedirect = statusCode >= 300 && statusCode < 400 && headers.location !== undefined;
  if (!isRedirect || redirects === 0)
    throw failure(source, name, statusReasons[statusCode] ?? "other", `HTTP ${statusCode}`);
  const next = new URL(headers.location ?? "", address);
  const isWorse = next.protocol !== "https:" && address.protocol !== next.protocol;
  if (isWorse) throw failure(source, name, "other", `${address.protocol} → ${next.protocol}`);
  return open(source, name, next, redirects - 1);
}

function failure(source: ReleaseSource, name: string, reason: PullReason, detail: string, cause?: unknown) {
  return new LocalgptError("release-unreachable", { address: `${source.address}/${name}`, reason, detail }, { cause });
}

async function writeAll(file: FileHandle, piece: Buffer): Promise<void> {
  let written = 0;
  while (written < piece.length) written += (await file.write(piece, written)).bytesWritten;
}
