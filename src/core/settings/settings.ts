import type { GpuChoice, Language, ModelName } from "../facts/names.ts";
import { mapServices, type ServiceName, services } from "../services/services.ts";
import { loopbackAddress } from "../values/binding.ts";
import { readModelName, shortModelName } from "../values/model-name.ts";

/** What the user chose for one stack, every default filled in. Sizes in bytes, durations in milliseconds. */
export type Settings = {
  /** Compose's project name. */
  name: string;
  /** The address that the page is published on, which belongs to the Engine's machine, and the port there. */
  address: string;
  port: number;
  /** Whether the page may be published where others reach it while they can create an account. */
  letAnyoneSignUp: boolean;
  /** The model that `up` ensures; null for none. */
  model: ModelName | null;
  /** Context length in tokens that Ollama gives a conversation. */
  context: number;
  /** CPU limit of Ollama; null for no limit. */
  cpus: number | null;
  /** Memory limit of Ollama; null for one derived from the Engine's memory. */
  memoryBytes: number | null;
  gpu: GpuChoice;
  /** Language of the page; null until the first `up` remembers the user's. */
  language: Language | null;
  /** How long `up` and `restart` wait for the services. */
  timeoutMs: number;
  /** How long a download may stall before it is tried again. */
  stallMs: number;
  images: Record<ServiceName, string>;
  /** Loopback port of Ollama for editors; null keeps it unpublished. */
  ollamaPort: number | null;
};

/** The model of a stack if its owner did not choose one. */
export const defaultModel = shortModelName(readModelName("llama3.2", { name: "model" }));

/** The settings of a stack if nothing was chosen. */
export const defaultSettings: Settings = {
  name: "localgpt",
  address: loopbackAddress,
  port: 3000,
  letAnyoneSignUp: false,
  model: defaultModel,
  context: 4096,
  cpus: null,
  memoryBytes: null,
  gpu: "auto",
  language: null,
  timeoutMs: 600_000,
  stallMs: 30_000,
  images: mapServices((service) => services[service].image.reference),
  ollamaPort: null,
};
