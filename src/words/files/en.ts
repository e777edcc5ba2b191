import { pasteable } from "../phrases.ts";
import type { ErrorTexts } from "../shapes.ts";

/** What the codes of the system and of the lock mean. */
export const fileReasons: Record<string, string> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the disk is read-only",
  ENOSPC: "no space left on the disk",
  EDQUOT: "your disk quota is used up",
  ENOTDIR: "part of the path is a file, not a folder",
  EEXIST: "a file is where a folder should be",
  EISDIR: "it is a folder",
  EFBIG: "it is too large to be a file of localgpt",
  ENOLINK: "it is a link that leads to nothing",
  EMFILE: "this process may not open any more files",
  ENOENT: "it does not exist and cannot be created there",
  ECOMPROMISED: "another localgpt took over while this one was stopped",
};

/** What to do about a file, given in the form that a shell takes. */
function fileHint(reason: string, path: string): string {
  switch (reason) {
    case "EACCES":
    case "EPERM":
      return `See whose it is: \`ls -ld ${path}\`. Make what \`sudo\` created yours: \`sudo chown -R $USER ${path}\``;
    case "ENOSPC":
    case "EDQUOT":
      return "Make room on that disk (`df -h` shows how full each one is), then run the same command again";
    case "EFBIG":
      return `Move it away: \`mv ${path} ${path}.old\``;
    case "ENOTDIR":
    case "EEXIST":
      return "Move that file away, or choose another folder with the variable `LOCALGPT_HOME`";
    case "ENOLINK":
      return `See where it leads: \`ls -ld ${path}\`. Mount that disk or create that folder, or remove the link: \`rm ${path}\``;
    case "EMFILE":
      return "Raise the limit (`ulimit -n 1024`) and run the same command again";
    case "EISDIR":
      return "Add the name of a file to the folder";
    case "ECOMPROMISED":
      return "See the current state with `localgpt status`, then run the command again";
    default:
      return `See what it is: \`ls -ld ${path}\`, or choose another folder with the variable \`LOCALGPT_HOME\``;
  }
}

export const fileErrors = {
  "folder-gone": () => ({
    message: "The folder that you are in no longer exists",
    hint: "Change to another folder (`cd`) and run the command again",
  }),
  "home-unknown": ({ folder }) => ({
    message:
      folder === null
        ? "There is nowhere to keep the settings: this user has no home folder, and `HOME` is not set"
        : `There is nowhere to keep the settings: \`${folder}\` is not an absolute path (it comes from \`HOME\` or \`XDG_DATA_HOME\`)`,
    hint: "Choose a folder: `export LOCALGPT_HOME=/srv/localgpt`",
  }),
  "file-failed": ({ path, action, reason }) => ({
    message: `\`${path}\` could not be ${{ read: "read", write: "written", lock: "locked", remove: "removed" }[action]}: ${fileReasons[reason] ?? reason}`,
    hint: fileHint(action === "read" && reason === "EISDIR" ? "EFBIG" : reason, pasteable(path)),
  }),
  "file-exists": ({ path }) => ({
    message: `\`${path}\` already exists`,
    hint: "Choose another name, or overwrite it: add `--force`",
  }),
} satisfies Partial<ErrorTexts>;
