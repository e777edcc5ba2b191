/** What the codes of the system and of the lock mean. */
export const fileReasons: Record<string, string> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the disk is read-only",
  ENOSPC: "no space left on the disk",
  EDQUOT: "your disk quota is used up",
  ENOTDIR: "part of the path is a file, not a folder",
  EEXIST: "there is a file where a folder should be",
  EISDIR: "it is a folder",
  EFBIG: "it is too large to be a file of localgpt",
  ENOLINK: "it is a link that leads to nothing",
  EMFILE: "this process may not open any more files",
  ENOENT: "it does not exist and cannot be made there",
  ECOMPROMISED: "another localgpt took over while this one was stopped",
};

/** What to do about a file, given in the form that a shell takes. */
export function fileHint(reason: string, path: string): string {
  switch (reason) {
    case "EACCES":
    case "EPERM":
      return `See whose it is: \`ls -ld ${path}\`. What was made with \`sudo\` becomes yours: \`sudo chown -R $USER ${path}\``;
    case "ENOSPC":
    case "EDQUOT":
      return "Make room on that disk (`df -h` shows how full each one is), then run the same command again";
    case "EFBIG":
      return `Move it away: \`mv ${path} ${path}.old\``;
    case "ENOTDIR":
    case "EEXIST":
      return "Move that file away, or choose another folder with the variable `LOCALGPT_HOME`";
    case "ENOLINK":
      return `See where it leads: \`ls -ld ${path}\`. Mount that disk or make that folder, or remove the link: \`rm ${path}\``;
    case "EMFILE":
      return "Allow it more and run the same command again: `ulimit -n 1024`";
    case "EISDIR":
      return "Add the name of a file to the folder";
    case "ECOMPROMISED":
      return "See how things are, `localgpt status`, and then run the command again";
    default:
      return `See what it is: \`ls -ld ${path}\`, or choose another folder with the variable \`LOCALGPT_HOME\``;
  }
}
