import { type Document, isMap, isScalar, isSeq, parseDocument, type Scalar } from "yaml";
import cpuLimitOverlay from "../../../templates/cpu-limit.yaml";
import amdOverlay from "../../../templates/gpu-amd.yaml";
import nvidiaOverlay from "../../../templates/gpu-nvidia.yaml";
import vulkanOverlay from "../../../templates/gpu-vulkan.yaml";
import memoryLimitOverlay from "../../../templates/memory-limit.yaml";
import ollamaPortOverlay from "../../../templates/ollama-port.yaml";
import pageMemoryLimitOverlay from "../../../templates/page-memory-limit.yaml";
import stackTemplate from "../../../templates/stack.yaml";
import type { GpuKind, Language } from "../facts/names.ts";
import { serviceNames } from "../services/services.ts";
import type { Settings } from "../settings/settings.ts";
import { type Binding, bracket, isEveryAddress, isLoopback } from "../values/binding.ts";
import { fullModelName } from "../values/model-name.ts";
import { parseSizeBytes } from "../values/parse-values.ts";
import { hashService } from "./compose-hash.ts";
import type { Resources } from "./resources.ts";
import type { Stack } from "./stack.ts";

const gpuOverlays: Record<GpuKind, string | null> = {
  none: null,
  nvidia: nvidiaOverlay,
  amd: amdOverlay,
  vulkan: vulkanOverlay,
};

/** Replaces the template's words about a page that only this computer reaches. */
const openComment = " Everyone in the network reaches it. / Llega a ella cualquiera que esté en la red.";

const locales: Record<Language, string> = { es: "es-ES", en: "en-US" };

/** What a Compose file is rendered from: the settings and what was derived from the machine. */
export type RenderFacts = {
  settings: Settings;
  resources: Resources;
  gpu: GpuKind;
  /** Numeric groups of the GPU's device files on the Engine's host. */
  renderGroups: number[];
  /** The name of the volume with the page's data, if it is not derived from the project's name. */
  pageVolume?: string | null;
};

/** Renders the commented Compose file and the typed Stack that it says; both come from the same document. */
export function renderComposeFile(facts: RenderFacts): { text: string; stack: Stack } {
  const document = parseDocument(stackTemplate);
  for (const overlay of overlaysFor(facts)) mergeNode(document.contents, parseDocument(overlay).contents);
  setChoices(document, facts);
  return { text: document.toString({ lineWidth: 0 }), stack: readStack(document) };
}

function overlaysFor({ settings, resources, gpu }: RenderFacts): string[] {
  const overlays = [
    gpuOverlays[gpu],
    resources.memoryLimitBytes === null ? null : memoryLimitOverlay,
    resources.pageMemoryLimitBytes === null ? null : pageMemoryLimitOverlay,
    resources.cpuLimit === null ? null : cpuLimitOverlay,
    settings.ollamaPort === null ? null : ollamaPortOverlay,
  ];
  return overlays.filter((overlay) => overlay !== null);
}

function setChoices(
  document: Document,
  { settings, resources, gpu, renderGroups, pageVolume = null }: RenderFacts,
): void {
  const ollama = ["services", "ollama"];
  const page = ["services", "open-webui"];
  const set = (path: (string | number)[], value: unknown) => document.setIn(path, value);
  const setText = (path: (string | number)[], value: string) => setQuoted(document, path, value);
  // Compose's reader of YAML takes `1_000` and `2001-01-01` for a number and a date; in quotes they are names.
  const setName = (path: string[], value: string) => (/^\d[^/]*$/.test(value) ? setText : set)(path, value);

  setName(["name"], settings.name);
  for (const service of serviceNames) setName(["services", service, "image"], settings.images[service]);
  if (gpu === "amd") setName([...ollama, "image"], rocmImage(settings.images.ollama));
  setText([...ollama, "environment", "OLLAMA_CONTEXT_LENGTH"], String(settings.context));
  setText([...ollama, "environment", "OLLAMA_NUM_PARALLEL"], String(resources.parallelRequests));
  setText([...ollama, "environment", "OLLAMA_MAX_LOADED_MODELS"], String(resources.maxLoadedModels));
  if (resources.memoryLimitBytes !== null) set([...ollama, "mem_limit"], formatSize(resources.memoryLimitBytes));
  if (resources.pageMemoryLimitBytes !== null) set([...page, "mem_limit"], formatSize(resources.pageMemoryLimitBytes));
  // An Engine without that program could not start a container that asks for it.
  if (!resources.init) for (const service of serviceNames) document.deleteIn(["services", service, "init"]);
  if (resources.cpuLimit !== null) set([...ollama, "cpus"], resources.cpuLimit);
  if (resources.threads !== null) setText([...ollama, "environment", "LLAMA_ARG_THREADS"], String(resources.threads));
  if (settings.ollamaPort !== null) setText([...ollama, "ports", 0, "published"], String(settings.ollamaPort));
  if (renderGroups.length > 0) setStrings(document, [...ollama, "group_add"], renderGroups.map(String));

  if (pageVolume !== null) set(["volumes", "open-webui"], { name: pageVolume });
  setBinding(document, settings);
  if (settings.model === null) document.deleteIn([...page, "environment", "DEFAULT_MODELS"]);
  else setName([...page, "environment", "DEFAULT_MODELS"], fullModelName(settings.model));
  if (settings.language !== null) set([...page, "environment", "DEFAULT_LOCALE"], locales[settings.language]);
  if (resources.backgroundJobs) {
    for (const job of ["ENABLE_TAGS_GENERATION", "ENABLE_FOLLOW_UP_GENERATION"]) {
      setText([...page, "environment", job], "true");
    }
  }
}

function setBinding(document: Document, binding: Binding): void {
  const page = ["services", "open-webui"];
  const port = [...page, "ports", 0];
  document.setIn([...port, "host_ip"], binding.address);
  setQuoted(document, [...port, "published"], String(binding.port));
  document.setIn([...page, "environment", "CORS_ALLOW_ORIGIN"], allowedOrigins(binding));
  if (isLoopback(binding.address)) return;
  const ports = document.getIn([...page, "ports"], true);
  if (isSeq(ports)) ports.commentBefore = openComment;
}

/**
 * The addresses in a browser's address bar from which the page may be used: its live connection is refused from any
 * other. For a page on every address, the names that others use are unknown here.
 */
function allowedOrigins({ address, port }: Binding): string {
  if (isEveryAddress(address)) return "*";
  const own = `http://${bracket(address)}:${port}`;
  return isLoopback(address) ? `http://localhost:${port};${own}` : own;
}

/** The image with AMD's ROCm libraries: the same tag with `-rocm`; a digest or a tag that names ROCm already stays. */
function rocmImage(image: string): string {
  const tag = /:([\w][\w.-]*)$/.exec(image)?.[1];
  if (image.includes("@") || tag?.includes("rocm")) return image;
  return tag === undefined ? `${image}:rocm` : `${image}-rocm`;
}

function formatSize(bytes: number): string {
  const mebibytes = bytes / 1024 ** 2;
  return Number.isInteger(mebibytes) ? `${mebibytes}m` : `${bytes}b`;
}

function setQuoted(document: Document, path: (string | number)[], value: string): void {
  const scalar = document.createNode(value) as Scalar;
  scalar.type = "QUOTE_DOUBLE";
  const old = document.getIn(path, true);
  if (isScalar(old)) scalar.commentBefore = old.commentBefore ?? null;
  document.setIn(path, scalar);
}

function setStrings(document: Document, path: string[], values: string[]): void {
  document.setIn(path, document.createNode(values));
}

/**
 * Merges an overlay into a document as Compose merges files: maps key by key, lists appended, anything else replaced.
 */
function mergeNode(target: unknown, overlay: unknown): void {
  if (isSeq(target) && isSeq(overlay)) target.items.push(...overlay.items);
  if (!isMap(target) || !isMap(overlay)) return;
  for (const pair of overlay.items) {
    const key = isScalar(pair.key) ? String(pair.key.value) : String(pair.key);
    const present = target.get(key, true);
    if (present !== undefined && (isMap(pair.value) || isSeq(pair.value))) mergeNode(present, pair.value);
    else if (present !== undefined) target.set(key, pair.value);
    else {
      // A comment before an overlay's first key hangs on its map: it moves along with the key.
      if (pair === overlay.items[0] && overlay.commentBefore && isScalar(pair.key)) {
        pair.key.commentBefore = overlay.commentBefore;
      }
      target.items.push(pair);
    }
  }
}

/** The Stack that an earlier rendered file says; null when it is no longer one that localgpt could have written. */
export function readStackFile(text: string): Stack | null {
  const document = parseDocument(text, { logLevel: "silent" });
  if (document.errors.length > 0) return null;
  try {
    const stack = readStack(document);
    // What Compose could not hash is not ours.
    for (const service of serviceNames) hashService(stack, service);
    return stack;
  } catch {
    return null;
  }
}

/** Reads the typed Stack back from a document of localgpt's own making. */
function readStack(document: Document): Stack {
  const stack = document.toJS() as Stack;
  for (const service of Object.values(stack.services)) {
    const { mem_limit: written } = service as { mem_limit?: unknown };
    if (written !== undefined) service.mem_limit = parseSizeBytes(String(written), { name: "mem_limit" });
  }
  return stack;
}
