import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { dist, inRoot } from './paths.mjs';
import { SetupError } from './say.mjs';

/**
 * @typedef {object} BundledPackage
 * @property {string} name
 * @property {string} version
 * @property {string} licence SPDX
 * @property {string} notice the package's own licence text
 */

const parts = ['programs', 'data', 'verifier', 'renderer'];

/** @param {string} part */
const listOf = (part) => path.join(dist, `.bundled-${part}.json`);

/**
 * Keeps which packages went into a part of the build, by the files that its bundler really took.
 * @param {string} part
 * @param {readonly string[]} files read by the bundler, with `node_modules` in their path where they are a package's
 */
export const keepBundled = (part, files) => {
  const folders = files.flatMap((file) => {
    const found = /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file.replaceAll('\\', '/'))?.[0];
    return found === undefined ? [] : [found.slice(found.indexOf('node_modules/'))];
  });
  mkdirSync(dist, { recursive: true });
  writeFileSync(listOf(part), `${JSON.stringify([...new Set(folders)].sort())}\n`);
};

/** @param {string} folder */
const noticeIn = (folder) => {
  const names = readdirSync(folder).filter((name) => /^(licen[cs]e|copying|notice|ofl)/i.test(name));
  const texts = names.sort().map((name) => readFileSync(path.join(folder, name), 'utf8').trim());
  return texts.join('\n\n');
};

/** Manifests that name no licence, and what the licence file beside them is. @type {Readonly<Record<string, string>>} */
const licenceByFile = { 'png-js': 'MIT' };

/** @param {string} folder @returns {BundledPackage} */
const packageIn = (folder) => {
  /** @type {unknown} */
  const manifest = JSON.parse(readFileSync(inRoot(folder, 'package.json'), 'utf8'));
  const { name, version, license, licenses, author } =
    /** @type {{ name: string, version: string, license?: string | { type: string }, licenses?: { type: string }[], author?: string | { name: string } }} */ (
      manifest
    );
  const licence =
    (typeof license === 'object' ? license.type : license) ?? licenses?.[0]?.type ?? licenceByFile[name];
  if (licence === undefined) throw new SetupError(`${folder}/package.json names no licence`);
  const by = typeof author === 'object' ? author.name : (author ?? `the authors of ${name}`);
  // Some packages carry no licence file: what their manifest says is all there is.
  return {
    name,
    version,
    licence,
    notice: noticeIn(inRoot(folder)) || `Copyright ${by}. Licence: ${licence}.`,
  };
};

/** @returns {readonly BundledPackage[]} everything of others that is inside dist/, by name and version */
export const bundledPackages = () => {
  const folders = parts.flatMap((part) => {
    /** @type {unknown} */
    const list = JSON.parse(readFileSync(listOf(part), 'utf8'));
    return /** @type {string[]} */ (list);
  });
  /** @type {Map<string, BundledPackage>} */
  const found = new Map();
  for (const folder of new Set(folders)) {
    const one = packageIn(folder);
    found.set(`${one.name}@${one.version}`, one);
  }
  return [...found.values()].sort((a, b) => (`${a.name}@${a.version}` < `${b.name}@${b.version}` ? -1 : 1));
};
