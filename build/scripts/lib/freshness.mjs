import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { dist, inRoot, root } from './paths.mjs';

/**
 * @param {string} place file or folder
 * @returns {string[]} all files in it, sorted
 */
const filesIn = (place) => {
  if (!existsSync(place)) return [];
  const entries = readdirSync(place, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
};

/**
 * @param {readonly string[]} inputs files and folders of the checkout; a missing one counts as missing
 * @returns {string} changes when any name or content does
 */
export const fingerprint = (inputs) => {
  const hash = createHash('sha256').update(process.versions.node.split('.')[0] ?? '');
  for (const input of inputs) {
    const place = inRoot(input);
    const files = /\.[a-z]+$/.test(input) ? [place].filter((file) => existsSync(file)) : filesIn(place);
    for (const file of files) {
      const content = readFileSync(file);
      hash.update(`${path.relative(root, file)}\0${content.length}\0`).update(content);
    }
  }
  return hash.digest('hex');
};

/** @param {string} name */
const stampFile = (name) => path.join(dist, `.${name}.stamp`);

/**
 * @param {string} name of the thing built
 * @param {string} print
 * @param {readonly string[]} outputs paths in dist/
 */
export const isFresh = (name, print, outputs) =>
  existsSync(stampFile(name)) &&
  readFileSync(stampFile(name), 'utf8') === print &&
  outputs.every((output) => existsSync(path.join(dist, output)));

/**
 * @param {string} name
 * @param {string | null} print null: forget it, because building begins
 */
export const stamp = (name, print) => {
  mkdirSync(dist, { recursive: true });
  if (print === null) rmSync(stampFile(name), { force: true });
  else writeFileSync(stampFile(name), print);
};
