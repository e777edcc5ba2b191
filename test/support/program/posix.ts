/** Whether this system has modes of files, links for everybody, and scripts that begin with `#!`: all but Windows. */
export const isPosix = process.platform !== "win32";
