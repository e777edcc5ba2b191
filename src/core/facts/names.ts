/** The two services of the stack, in the order in which they start. */
export const serviceNames = ["ollama", "open-webui"] as const;
export type ServiceName = (typeof serviceNames)[number];

/** The ports on which the services listen inside their containers. */
export const servicePorts: Record<ServiceName, number> = { ollama: 11434, "open-webui": 8080 };

/** Where each service keeps its data inside its container; its volume is mounted there. */
export const dataFolders: Record<ServiceName, string> = { ollama: "/root/.ollama", "open-webui": "/app/backend/data" };

/** The accelerators a stack can be rendered for; `none` is the CPU. */
export const gpuKinds = ["none", "nvidia", "amd", "vulkan"] as const;
export type GpuKind = (typeof gpuKinds)[number];

/** What a person may choose for `--gpu`. */
export const gpuChoices = ["auto", ...gpuKinds] as const;
export type GpuChoice = (typeof gpuChoices)[number];

export const languages = ["es", "en"] as const;
export type Language = (typeof languages)[number];

/** Narrows any text to the name of a service. */
export function isServiceName(text: string): text is ServiceName {
  return (serviceNames as readonly string[]).includes(text);
}
