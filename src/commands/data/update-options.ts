import { LocalgptError } from "../../core/errors/errors.ts";
import { isServiceName, type ServiceName, serviceNames } from "../../core/services/services.ts";
import { findNearest } from "../../core/text/nearest.ts";
import { repositoryOf } from "../../core/values/image-reference.ts";
import { parseImageReference } from "../../core/values/parse-values.ts";

/**
 * The images that `--to` names, by service: `SERVICE:TAG` for another tag of the service's image, or a whole image
 * whose name ends in the service's. `images` are the current ones. Throws `unknown-image` and `invalid-value`.
 */
export function readTargets(
  texts: readonly string[],
  images: Record<ServiceName, string>,
): Partial<Record<ServiceName, string>> {
  const targets: Partial<Record<ServiceName, string>> = {};
  for (const text of texts) {
    const service = repositoryOf(text).split("/").at(-1) ?? "";
    if (!isServiceName(service) || service === text)
      throw new LocalgptError("unknown-image", { value: text, near: guess(text) });
    const reference = text.includes("/") ? text : text.replace(service, repositoryOf(images[service]));
    targets[service] = parseImageReference(reference, { name: "--to" });
  }
  return targets;
}

/** What was probably meant: a tag alone looks like the tags of one of the images, a name may be misspelt. */
function guess(text: string): string | null {
  if (/^v\d/.test(text)) return `open-webui:${text}`;
  if (/^\d/.test(text)) return `ollama:${text}`;
  const [name = "", tag = "TAG"] = text.split(":");
  const service = findNearest(name, serviceNames);
  return service === null ? null : `${service}:${tag}`;
}
