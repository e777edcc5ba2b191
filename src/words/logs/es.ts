import type * as en from "./en.ts";

export const logsHelp: typeof en.logsHelp = {
  logs: {
    summary: "Muestra los registros de los servicios",
    description: "Muestra los registros de los dos servicios, o de los que indiques, por orden de hora.",
    options: {
      follow: "sigue mostrando líneas nuevas hasta que pulses Ctrl-C",
      tail: "solo las últimas N líneas de cada servicio",
      since: "solo lo más reciente que esto, por ejemplo 10m o 2026-01-31T09:30",
    },
    arguments: { service: "ollama u open-webui; si no lo indicas, los dos" },
    examples: [
      { command: "localgpt logs --tail 50", what: "las últimas líneas de los dos" },
      { command: "localgpt logs ollama -f", what: "sigue el de Ollama" },
      { command: "localgpt logs --since 10m", what: "los últimos diez minutos" },
    ],
  },
};
