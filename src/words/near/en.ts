/** After a name that there is none of: the one that was meant, where one is near. */
export const near = (text: string | null | undefined): string => (text ? `. Did you mean \`${text}\`?` : "");
