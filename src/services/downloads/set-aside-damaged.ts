import { runInContainer } from "../../engine/containers/exec.ts";
import type { Engine } from "../../engine/wire/engine.ts";

/** Enough to read a model of 100 GB from a slow disk. */
const timeoutMs = 60 * 60_000;

/**
 * A file that does not match its name is useless. It gets the name of an unfinished download, so that Ollama downloads
 * over it instead of using it.
 */
const script = `
cd "\${OLLAMA_MODELS:-/root/.ollama/models}/blobs" || exit
for digest; do
  file=sha256-$digest
  [[ -f $file ]] || continue
  sum=$(sha256sum <"$file") || continue
  [[ \${sum%% *} = "$digest" ]] && continue
  mv -f "$file" "$file-partial" && echo "$digest"
done`;

/**
 * Reads files of models (`sha256:…`) in Ollama's container and sets aside those whose content is damaged: Ollama
 * verifies only what it has just downloaded. Returns their number; throws the Engine's failures.
 */
export async function setAsideDamaged(
  engine: Engine,
  container: string,
  digests: readonly string[],
  signal: AbortSignal,
): Promise<number> {
  const names = digests.map((digest) => digest.replace(/^sha256:/, "")).filter((name) => /^[0-9a-f]{64}$/.test(name));
  if (names.length === 0) return 0;
  const command = ["bash", "-c", script, "bash", ...names];
  const { stdout } = await runInContainer(engine, container, command, { action: "verify-files", signal, timeoutMs });
  return stdout.split("\n").filter(Boolean).length;
}
