/** The accelerators a stack can be rendered for; `none` is the CPU. */
export const gpuKinds = ["none", "nvidia", "amd", "vulkan"] as const;
export type GpuKind = (typeof gpuKinds)[number];

/** What a person may choose for `--gpu`. */
export const gpuChoices = ["auto", ...gpuKinds] as const;
export type GpuChoice = (typeof gpuChoices)[number];

export const languages = ["es", "en"] as const;
export type Language = (typeof languages)[number];
