/** The failures of `uninstall`, with the facts that their sentences need. */
export type UninstallErrorFacts = {
  /** The data of a project is about to be deleted, and there is no terminal on which to type its name. */
  "name-needed": { project: string };
  /** The name that was typed is not that of the project whose data is to be deleted. */
  "wrong-name": { value: string; project: string };
};
