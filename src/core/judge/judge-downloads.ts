import type { CheckFacts, FindingOf } from "../facts/checks.ts";
import { findImageSize } from "../services/image-sizes.ts";
import { imageArchitectures, readArchitecture, runsImagesOf } from "../stack/architecture.ts";
import type { Observation } from "../stack/observation.ts";

/** What should stay free on a disk so that databases and logs have room: 2 GB. */
const spareBytes = 2e9;

/**
 * Judges the free disk where Docker keeps its data: too little for the downloads alone is a failure, too little for
 * what they unpack to (or hardly any at all) a warning, unknown a note.
 */
export function judgeDisk(facts: CheckFacts["disk"]): FindingOf<"disk"> {
  const { freeBytes, neededBytes, downloadBytes } = facts;
  if (freeBytes === null) return { id: "disk", status: "note", facts };
  if (freeBytes < downloadBytes) return { id: "disk", status: "failure", facts };
  return { id: "disk", status: freeBytes < neededBytes + spareBytes ? "warning" : "ok", facts };
}

/**
 * Judges the images: missing ones have to be downloaded, and those for a processor other than the Engine's do not
 * start.
 */
export function judgeImages(
  images: Observation["images"],
  engine: { architecture: string; canEmulate: boolean },
): FindingOf<"images"> {
  const present = Object.keys(images).filter((image) => images[image]);
  const missing = Object.keys(images).filter((image) => !images[image]);
  const wrongArchitecture = present.flatMap((image) => {
    const architecture = images[image]?.architecture ?? "";
    return runsImagesOf(engine.architecture, architecture) ? [] : [{ image, architecture }];
  });
  const unsupported =
    !imageArchitectures.includes(readArchitecture(engine.architecture)) &&
    missing.some((image) => findImageSize(image) !== null);
  const downloadBytes = missing.reduce((bytes, image) => bytes + (findImageSize(image)?.downloadBytes ?? 0), 0);
  const facts = { present, missing, wrongArchitecture, engineArchitecture: engine.architecture, downloadBytes };
  if (unsupported) return { id: "images", status: "failure", facts };
  if (wrongArchitecture.length > 0) return { id: "images", status: engine.canEmulate ? "warning" : "failure", facts };
  return { id: "images", status: missing.length > 0 ? "note" : "ok", facts };
}

/**
 * Judges the model's download: a model that its registry does not know is a failure, but only a warning while Ollama is
 * not running, because the person may have created that model.
 */
export function judgeModel(facts: CheckFacts["model"]): FindingOf<"model"> {
  if (facts.state === "not-found") return { id: "model", status: "failure", facts };
  if (facts.state === "unknown" && facts.reason === "not-found") return { id: "model", status: "warning", facts };
  return { id: "model", status: facts.state === "present" ? "ok" : "note", facts };
}

/**
 * Judges the registries that something must come from; an Engine with a proxy or mirrors may reach more than this
 * machine.
 */
export function judgeRegistry(
  hosts: CheckFacts["registry"]["hosts"],
  engine: { hasOwnWays: boolean },
): FindingOf<"registry"> {
  const reachable = hosts.every((host) => host.reachable);
  return { id: "registry", status: reachable ? "ok" : engine.hasOwnWays ? "note" : "warning", facts: { hosts } };
}
