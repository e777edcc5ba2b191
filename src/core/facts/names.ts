/** The accelerators a stack can be rendered for; `none` is the CPU. */
export const gpuKinds = ["none", "nvidia", "amd", "vulkan"] as const;
export type GpuKind = (typeof gpuKinds)[number];

/** What a person may choose for `--gpu`. */
export const gpuChoices = ["auto", ...gpuKinds] as const;
export type GpuChoice = (typeof gpuChoices)[number];

/**
 * A model's name already parsed by Ollama's grammar (`readModelName`) : as Ollama lists it,
 * `llama3.2:latest`, or as people write it, `llama3.2`.
 */
export type ModelName = string & { readonly brand: "ModelName" };

export const languages = ["es", "en"] as const;
export type Language = (typeof languages)[number];
