import { createFormat } from "../format.ts";
import type * as en from "./en.ts";

const format = createFormat("es");

export const down: typeof en.down = {
  done: ({ project, networkKept, volumes }) => ({
    done: `${project} está parado; se han eliminado sus contenedores${networkKept === null ? " y su red" : ""}`,
    kept: `Los modelos y las conversaciones siguen en los volúmenes ${format.list(volumes)}`,
  }),
  nothing: (project) => `${project} no estaba en marcha: no hay nada que parar`,
  noVolumes: "Tampoco hay volúmenes",
  startAgain: "Para arrancarlo otra vez: `localgpt up`",
};

export const downHelp: typeof en.downHelp = {
  down: {
    summary: "Para todo; los modelos y las conversaciones se conservan",
    description:
      "Para y elimina los contenedores y su red. Los volúmenes con los modelos y las conversaciones se conservan.",
    options: {},
    arguments: {},
    examples: [{ command: "localgpt down", what: "lo para; `localgpt up` lo recupera todo" }],
  },
};
