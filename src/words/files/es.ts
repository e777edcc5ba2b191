import { pasteable } from "../phrases.ts";
import type { ErrorTexts } from "../shapes.ts";
import type * as en from "./en.ts";

/** What the codes of the system and of the lock mean. */
export const fileReasons: Record<string, string> = {
  EACCES: "permiso denegado",
  EPERM: "permiso denegado",
  EROFS: "el disco es de solo lectura",
  ENOSPC: "no queda espacio en el disco",
  EDQUOT: "has agotado tu cuota de disco",
  ENOTDIR: "una parte de la ruta es un archivo y no una carpeta",
  EEXIST: "hay un archivo donde debería haber una carpeta",
  EISDIR: "es una carpeta",
  EFBIG: "es demasiado grande para ser un archivo de localgpt",
  ENOLINK: "es un enlace que no lleva a ninguna parte",
  EMFILE: "este proceso no puede abrir más archivos",
  ENOENT: "no existe, ni se puede crear ahí",
  ECOMPROMISED: "otro localgpt ha tomado el relevo mientras este estaba detenido",
};

/** What to do about a file, given in the form that a shell takes. */
function fileHint(reason: string, path: string): string {
  switch (reason) {
    case "EACCES":
    case "EPERM":
      return `Mira de quién es: \`ls -ld ${path}\`. Haz tuyo lo que se creó con \`sudo\`: \`sudo chown -R $USER ${path}\``;
    case "ENOSPC":
    case "EDQUOT":
      return "Haz sitio en ese disco (`df -h` muestra lo lleno que está cada uno) y repite la orden";
    case "EFBIG":
      return `Apártalo: \`mv ${path} ${path}.old\``;
    case "ENOTDIR":
    case "EEXIST":
      return "Aparta ese archivo o elige otra carpeta con la variable `LOCALGPT_HOME`";
    case "ENOLINK":
      return `Mira adónde lleva: \`ls -ld ${path}\`. Monta ese disco o crea esa carpeta, o elimina el enlace: \`rm ${path}\``;
    case "EMFILE":
      return "Sube el límite (`ulimit -n 1024`) y repite la orden";
    case "EISDIR":
      return "Añade a la carpeta el nombre de un archivo";
    case "ECOMPROMISED":
      return "Mira cómo ha quedado todo con `localgpt status` y repite la orden";
    default:
      return `Mira qué es: \`ls -ld ${path}\`, o elige otra carpeta con la variable \`LOCALGPT_HOME\``;
  }
}

export const fileErrors: ErrorTexts<keyof typeof en.fileErrors> = {
  "folder-gone": () => ({
    message: "La carpeta en la que estás ya no existe",
    hint: "Cambia a otra carpeta (`cd`) y repite la orden",
  }),
  "home-unknown": ({ folder }) => ({
    message:
      folder === null
        ? "No hay dónde guardar los ajustes: este usuario no tiene carpeta personal y `HOME` no está definida"
        : `No hay dónde guardar los ajustes: \`${folder}\` no es una ruta absoluta (sale de \`HOME\` o de \`XDG_DATA_HOME\`)`,
    hint: "Elige una carpeta: `export LOCALGPT_HOME=/srv/localgpt`",
  }),
  "file-failed": ({ path, action, reason }) => ({
    message: `No se ha podido ${{ read: "leer", write: "escribir", lock: "bloquear", remove: "eliminar" }[action]} \`${path}\`: ${fileReasons[reason] ?? reason}`,
    hint: fileHint(action === "read" && reason === "EISDIR" ? "EFBIG" : reason, pasteable(path)),
  }),
  "file-exists": ({ path }) => ({
    message: `\`${path}\` ya existe`,
    hint: "Elige otro nombre o sobrescríbelo: añade `--force`",
  }),
};
