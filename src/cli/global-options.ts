/** The options that every command takes, as written on the command line. */
export type GlobalOptions = {
  json: boolean;
  quiet: boolean;
  verbose: boolean;
  /** As written; null without `--lang`. */
  lang: string | null;
  project: string | null;
  /**
   * What is not an option, in order: the command and its arguments, as far as they are known without knowing the
   * command.
   */
  operands: string[];
  version: boolean;
  /** Options that are not global, and `--`: only the tree of commands can judge them. */
  others: string[];
};

/**
 * Reads the global options before Commander, which is built with them: its texts depend on the language, and only the
 * requested command is loaded.
 */
export function readGlobalOptions(argv: readonly string[]): GlobalOptions {
  const options: GlobalOptions = {
    json: false,
    quiet: false,
    verbose: false,
    lang: null,
    project: null,
    operands: [],
    version: false,
    others: [],
  };
  const rest = [...argv];
  while (rest.length > 0) {
    const word = rest.shift() ?? "";
    if (word === "--") {
      options.operands.push(...rest);
      options.others.push(word);
      break;
    }
    const [, name, value] = /^--(lang|project)(?:=(.*))?$/s.exec(word) ?? [];
    if (name === "lang" || name === "project") {
      options[name] = value ?? rest.shift() ?? null;
      // A missing value is a mistake, but not one to be judged here.
      if (options[name] === null) options.others.push(word);
    } else if (word === "--json") options.json = true;
    else if (word === "--quiet") options.quiet = true;
    else if (word === "--verbose") options.verbose = true;
    else if (word === "--version" || word === "-V") options.version = true;
    else if (!word.startsWith("-")) options.operands.push(word);
    else if (word !== "--help" && word !== "-h") options.others.push(word);
  }
  return options;
}
