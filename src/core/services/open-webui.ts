import type { ServiceDescription } from "./service.ts";

/** Open WebUI: the page in the browser, with accounts and conversations. */
export const openWebui = {
  name: "open-webui",
  title: "Open WebUI",
  image: { reference: "ghcr.io/open-webui/open-webui:v0.11.4", downloadBytes: 1.8e9 },
  port: 8080,
  dataFolder: "/app/backend/data",
  usesProxy: false,
  takesMemory: false,
  colour: "magenta",
  // The health checks of Docker and localgpt, and answers that went well.
  logNoise: [
    /"(?:GET|HEAD) \/(?:health|ready)(?:\/db)?(?:\?\S*)?(?: HTTP\/[\d.]+)?"/,
    /"[A-Z]+ \/\S* HTTP\/[\d.]+" [23]\d\d\b/,
  ],
} as const satisfies ServiceDescription;
