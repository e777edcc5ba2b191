/** The processors that the images localgpt comes with are made for. */
export const imageArchitectures: readonly string[] = ["amd64", "arm64"];

const names: Record<string, string> = {
  x86_64: "amd64",
  aarch64: "arm64",
  armv6l: "arm",
  armv7l: "arm",
  i386: "386",
  i686: "386",
};

/** The older processor whose programs a processor also runs. */
const alsoRuns: Record<string, string> = { amd64: "386", arm64: "arm" };

/** A processor as images name it (`amd64`), also from the name that an Engine's kernel gives it (`x86_64`). */
export function readArchitecture(name: string): string {
  const lower = name.toLowerCase();
  return names[lower] ?? lower;
}

/** Whether a processor runs images made for another without emulation; an image that names none is assumed to run. */
export function runsImagesOf(engine: string, image: string): boolean {
  const [own, made] = [readArchitecture(engine), readArchitecture(image)];
  return made === "" || own === made || alsoRuns[own] === made;
}
