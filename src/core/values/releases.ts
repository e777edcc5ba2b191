type Version = { numbers: number[]; label: string | null };

/** Whether a text is a version as package.json has it: `1.2.3`, or `1.2.3-rc.1` for one that is not yet released. */
export function isVersion(text: string): boolean {
  return /^\d{1,9}\.\d{1,9}\.\d{1,9}(?:-[0-9A-Za-z.-]{1,64})?$/.test(text);
}

/** Whether the version `one` comes after `other`; a pre-release is older than its release. */
export function isNewer(one: string, other: string): boolean {
  const [first, second] = [readVersion(one), readVersion(other)];
  for (const [index, number] of first.numbers.entries()) {
    const difference = number - (second.numbers[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  if (first.label === null || second.label === null) return first.label === null && second.label !== null;
  return first.label.localeCompare(second.label, "en", { numeric: true }) > 0;
}

function readVersion(text: string): Version {
  const [release = "", ...label] = text.split("-");
  return { numbers: release.split(".").map(Number), label: label.length === 0 ? null : label.join("-") };
}

/**
 * The SHA-256 of a file, 64 lowercase hex digits, from a text with a line `HEX NAME` for each; null without such a
 * line.
 */
export function findChecksum(text: string, name: string): string | null {
  for (const line of text.split(/\r?\n/)) {
    const [, checksum, file] = /^([0-9a-fA-F]{64}) [ *](\S+)$/.exec(line) ?? [];
    if (file === name && checksum !== undefined) return checksum.toLowerCase();
  }
  return null;
}
