/** Names in ids: lower case, every character but a-z and 0-9 a hyphen. */
export function slug(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '-');
}

/** Names that become file names: letters, digits, dot, hyphen and underscore, no leading dot. */
export function isFileNameSafe(name: string): boolean {
  return /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/.test(name) && name.length <= 100;
}
