declare const LOCALGPT_VERSION: string | undefined;
declare const LOCALGPT_DOWNLOADS: string | null | undefined;
declare const LOCALGPT_BINARY: string | null | undefined;

/** The version in package.json, inserted by the build; `0.0.0` when run from source. */
export const version: string = typeof LOCALGPT_VERSION === "undefined" ? "0.0.0" : LOCALGPT_VERSION;

/** Where the newest release's files are, by the `repository` of package.json; null if that names no owner. */
export const releaseAddress: string | null = typeof LOCALGPT_DOWNLOADS === "undefined" ? null : LOCALGPT_DOWNLOADS;

/** The name of this executable in a release; null when Node runs the program. */
export const binaryName: string | null = typeof LOCALGPT_BINARY === "undefined" ? null : LOCALGPT_BINARY;
