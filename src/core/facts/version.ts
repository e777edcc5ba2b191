declare const LOCALGPT_VERSION: string | undefined;
declare const LOCALGPT_DOWNLOADS: string | null | undefined;
declare const LOCALGPT_BINARY: string | null | undefined;

/** The version in package.json, put in by the build; `0.0.0` where the sources run as they are. */
export const version: string = typeof LOCALGPT_VERSION === "undefined" ? "0.0.0" : LOCALGPT_VERSION;

/** Where the newest release's files are, by the `repository` of package.json; null where that names no owner. */
export const releaseAddress: string | null = typeof LOCALGPT_DOWNLOADS === "undefined" ? null : LOCALGPT_DOWNLOADS;

/** The name under which a release has this executable; null where Node runs the program instead. */
export const binaryName: string | null = typeof LOCALGPT_BINARY === "undefined" ? null : LOCALGPT_BINARY;
