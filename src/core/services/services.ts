import { ollama } from "./ollama.ts";
import { openWebui } from "./open-webui.ts";

/** The services of the stack, in the order in which they start. */
export const services = { [ollama.name]: ollama, [openWebui.name]: openWebui } as const;

export type ServiceName = keyof typeof services;

export const serviceNames = Object.keys(services) as ServiceName[];

/** Narrows any text to the name of a service. */
export function isServiceName(text: string): text is ServiceName {
  return Object.hasOwn(services, text);
}

/** What people call the services. */
export const serviceTitles: Record<ServiceName, string> = mapServices((name) => services[name].title);

/** One value for each service. */
export function mapServices<T>(give: (service: ServiceName) => T): Record<ServiceName, T> {
  return Object.fromEntries(serviceNames.map((name) => [name, give(name)])) as Record<ServiceName, T>;
}

/** As `mapServices`, all of them side by side; rejects as soon as one does. */
export async function mapServicesAsync<T>(give: (service: ServiceName) => Promise<T>): Promise<Record<ServiceName, T>> {
  const values = await Promise.all(serviceNames.map(async (name) => [name, await give(name)] as const));
  return Object.fromEntries(values) as Record<ServiceName, T>;
}

/** The same if every one is known; null as soon as one is not. */
export function whereAllKnown<T>(values: Record<ServiceName, T | null>): Record<ServiceName, T> | null {
  return Object.values(values).includes(null) ? null : (values as Record<ServiceName, T>);
}
