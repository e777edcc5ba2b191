import { join } from "node:path";
import type { GpuKind } from "../../core/facts/names.ts";
import type { World } from "../../core/run/world.ts";
import type { Settings } from "../../core/settings/settings.ts";
import { readStackFile, renderComposeFile } from "../../core/stack/compose-file.ts";
import { resolveGpu } from "../../core/stack/gpu.ts";
import { type Installation, referencesOf } from "../../core/stack/installation.ts";
import { anyMachineResources, type Resources, sizeResources } from "../../core/stack/resources.ts";
import { type Stack, volumeName } from "../../core/stack/stack.ts";
import { type EngineInfo, readEngineInfo } from "../../engine/machine/info.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import { readFileIfThere } from "../../host/files/files.ts";
import { type HostHardware, readHardware } from "../../host/machine/hardware.ts";
import { loadInstallation } from "../../host/stores/installation-store.ts";

/** A stack ready to be planned: its definition, what its size follows from, and its last rendering. */
export type PreparedStack = {
  /** The person's settings, with the images that are installed. */
  settings: Settings;
  installation: Installation;
  info: EngineInfo;
  hardware: HostHardware;
  gpu: GpuKind;
  resources: Resources;
  stack: Stack;
  /** The Compose file's text and where it belongs. */
  text: string;
  file: string;
  previous: { text: string; stack: Stack | null } | null;
};

/**
 * Renders the stack from the settings and what is installed, on this Engine; writes nothing. Images and the page's
 * volume are those of `installation`, by default that of the folder: only `update`, `restore`, `adopt` and `rollback`
 * change them, because an older Open WebUI cannot use data that a newer one has touched.
 */
export async function prepareStack(
  engine: Engine,
  chosen: Settings,
  { folder, environment, platform, signal }: Pick<World, "folder" | "environment" | "platform" | "signal">,
  given: Installation | null = null,
): Promise<PreparedStack> {
  const file = join(folder, "compose.yaml");
  const [info, hardware, previousText, installation] = await Promise.all([
    readEngineInfo(engine, signal),
    readHardware({ environment, platform, signal }),
    readFileIfThere(file),
    given ?? loadInstallation(folder, chosen.name),
  ]);
  const settings = withInstalledImages(chosen, installation);
  const { kind: gpu, renderGroups } = resolveGpu(settings.gpu, info, {
    platform,
    isLocal: engine.isLocal,
    gpu: hardware.gpu,
  });
  const machine = {
    memoryBytes: info.memoryBytes,
    cpus: info.cpus,
    physicalCores: engine.isLocal ? hardware.physicalCores : null,
    hasInit: info.hasInit,
  };
  const resources = sizeResources(machine, { ...settings, gpu });
  const volume = installation.current?.volume ?? renderedVolume(previousText, settings.name);
  const pageVolume = volume === volumeName(settings, "open-webui") ? null : volume;
  const { text, stack } = renderComposeFile({ settings, resources, gpu, renderGroups, pageVolume });
  // The usual case is a file that has not changed: its content is known without reading it again.
  const readBack = (before: string) => (before === text ? stack : readStackFile(before));
  const previous = previousText === null ? null : { text: previousText, stack: readBack(previousText) };
  return { settings, installation, info, hardware, gpu, resources, stack, text, file, previous };
}

/** Without a record, the last rendered file names the volume with the page's data. */
function renderedVolume(text: string | null, project: string): string | null {
  const stack = text === null ? null : readStackFile(text);
  return stack?.name === project ? volumeName(stack, "open-webui") : null;
}

function withInstalledImages(settings: Settings, { current }: Installation): Settings {
  return current === null ? settings : { ...settings, images: referencesOf(current) };
}

/** Renders a stack for a machine that cannot be asked: no limits, and a GPU only if the person named one. */
export function renderForAnyMachine(settings: Settings): { text: string; stack: Stack } {
  const gpu = settings.gpu === "auto" ? "none" : settings.gpu;
  const resources = { ...anyMachineResources(gpu), memoryLimitBytes: settings.memoryBytes, cpuLimit: settings.cpus };
  const threads = settings.cpus === null ? null : Math.max(1, Math.floor(settings.cpus));
  return renderComposeFile({ settings, resources: { ...resources, threads }, gpu, renderGroups: [] });
}
