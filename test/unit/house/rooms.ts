/** The rooms of the folders whose rooms have an order, from the ground up: a room imports only from rooms before it. */
export const roomOrder: Record<string, readonly string[]> = {
  core: [
    "text",
    "services",
    "facts",
    "errors",
    "run",
    "english",
    "values",
    "models",
    "settings",
    "stack",
    "plan",
    "judge",
    "accounts",
    "chat",
    "backup",
  ],
  engine: ["wire", "find", "containers", "images", "machine", "programs", "plan"],
  services: [
    "steps",
    "http",
    "clients",
    "data",
    "page",
    "downloads",
    "stack",
    "models",
    "removal",
    "checks",
    "backup",
    "change",
  ],
};

/** How many files a room may have before it is two rooms. */
export const mostFiles = 16;

/** How many lines a file may have before it is two files. */
export const mostLines = 250;
