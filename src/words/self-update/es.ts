import type { PullReason } from "../../core/facts/vocabulary.ts";
import { pasteable } from "../phrases.ts";
import { registryReasons } from "../registry/es.ts";
import type { ErrorTexts, OperationTexts } from "../shapes.ts";
import type * as en from "./en.ts";
import type { SelfUpdateWords } from "./words.ts";

export const selfUpdate: SelfUpdateWords = {
  updated: ({ installed, newest, program }) => `Ahora tienes localgpt ${newest} (antes, ${installed}): ${program}`,
  newer: ({ installed, newest }) => `Hay un localgpt más nuevo: ${newest} (este es el ${installed})`,
  newest: ({ installed, newest }) =>
    installed === newest
      ? `localgpt ${installed} es el más nuevo`
      : `localgpt ${installed} es más nuevo que la última versión publicada, ${newest}, y se conserva`,
  next: "Para instalarlo: `localgpt self-update`",
};

const again = "No ha cambiado nada. Inténtalo más tarde: `localgpt self-update`";

const wayOut: Partial<Record<PullReason, string>> = {
  "not-found":
    "No ha cambiado nada. Esa versión no tiene ese archivo, o la dirección de `LOCALGPT_DOWNLOAD_URL` no es la correcta",
  proxy: "No ha cambiado nada. Comprueba el proxy de `HTTPS_PROXY` y repite: `localgpt self-update`",
  tls: "No ha cambiado nada. Comprueba que la fecha de este equipo es correcta; si tu centro o tu empresa inspecciona el tráfico, indica su certificado en `NODE_EXTRA_CA_CERTS`",
};

export const selfUpdateErrors: ErrorTexts<keyof typeof en.selfUpdateErrors> = {
  "updated-elsewhere": ({ by, folder, command }) => ({
    message:
      by === "npm"
        ? "Este localgpt se instaló con npm, que también lo actualiza"
        : "Este localgpt se ejecuta desde un clon de su repositorio, que se actualiza con git",
    hint: by === "npm" ? `Ejecuta \`${command}\`` : `En \`${folder}\`, ejecuta \`${command}\``,
  }),
  "downloads-unknown": () => ({
    message: "Este localgpt se compiló sin la dirección de sus versiones",
    hint: "Indica la dirección en `LOCALGPT_DOWNLOAD_URL`; por ejemplo, `LOCALGPT_DOWNLOAD_URL=https://example.org/localgpt localgpt self-update`",
  }),
  "release-unreachable": ({ address, reason, detail }) => ({
    message: `No se ha podido descargar ${address}: ${registryReasons[reason]} (${detail})`,
    hint: wayOut[reason] ?? again,
  }),
  "release-unusable": ({ address, problem }) => ({
    message: {
      version: `${address} no contiene el número de una versión`,
      "no-checksum": `El archivo SHA256SUMS de la versión no tiene ninguna línea para ${address}`,
      altered: `${address} no es el archivo que describe SHA256SUMS`,
    }[problem],
    hint: again,
  }),
  "program-not-writable": ({ path }) => ({
    message: `No tienes permiso para reemplazar \`${path}\``,
    hint: `No ha cambiado nada. Ejecuta \`sudo ${pasteable(path)} self-update\` o pídeselo a la persona que lo instaló`,
  }),
  "program-unfit": ({ version, detail }) => ({
    message: `localgpt ${version} no arranca en este sistema${detail === "" ? "" : `: ${detail}`}`,
    hint: "El que tienes se queda. Con Node.js 20.3 o más nuevo puedes usar el paquete: `npm install -g localgpt`",
  }),
};

export const selfUpdateOperations: OperationTexts<keyof typeof en.selfUpdateOperations> = {
  "replace-program": {
    planned: ({ version }) => `reemplazar localgpt por ${version}`,
    doing: ({ version }) => `Descargando localgpt ${version}`,
    done: ({ version }) => `localgpt ${version} descargado y comprobado`,
  },
};

export const selfUpdateHelp: typeof en.selfUpdateHelp = {
  "self-update": {
    summary: "Instala un localgpt más nuevo",
    description:
      "Busca una versión más nueva de localgpt, la descarga, comprueba su SHA-256 y sustituye esta, del todo o nada. La instalación y tus datos se quedan como están. Solo esta orden busca versiones nuevas. Un localgpt que llegó con npm o con git se actualiza con ellos.",
    options: { check: "solo muestra si hay una más nueva" },
    arguments: {},
    examples: [
      { command: "localgpt self-update --check", what: "¿hay una más nueva?" },
      { command: "localgpt self-update", what: "la instala" },
    ],
  },
};
