import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** The licences of all packages that any of these bundled files comes from, as one text. */
export async function collectLicenses(files) {
  const folders = new Set(files.flatMap((file) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []));
  const parts = [];
  for (const folder of [...folders].sort()) {
    const { name, version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    const file = (await readdir(folder)).find((entry) => /^(licen[cs]e|copying)(\..*)?$/i.test(entry));
    const text = file === undefined ? "" : `\n${(await readFile(join(folder, file), "utf8")).trim()}\n`;
    parts.push(`${name} ${version} (${license})\n${text}`);
  }
  return parts.join(`\n${"-".repeat(80)}\n\n`);
}
