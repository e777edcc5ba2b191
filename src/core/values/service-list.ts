import { LocalgptError } from "../errors/errors.ts";
import { isServiceName, type ServiceName, serviceNames } from "../services/services.ts";
import { findNearest } from "../text/nearest.ts";

/** The services a person named, in the stack's order and each once; all of them for none. Throws `unknown-service`. */
export function readServiceList(texts: readonly string[]): ServiceName[] {
  for (const text of texts) {
    if (!isServiceName(text)) {
      throw new LocalgptError("unknown-service", { value: text, near: findNearest(text, serviceNames) });
    }
  }
  return texts.length === 0 ? [...serviceNames] : serviceNames.filter((service) => texts.includes(service));
}
