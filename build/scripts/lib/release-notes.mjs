import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { bundledPackages } from './bundled-packages.mjs';
import { dist, inRoot } from './paths.mjs';

/** What travels with every package beside the program: whose work is in it, in words and as a CycloneDX list. */

const line = '-'.repeat(78);

/** @param {readonly import('./bundled-packages.mjs').BundledPackage[]} packages */
export const noticesOf = (packages) =>
  [
    'Gatecheck contains the work of others, listed here with their licences.',
    'Electron, Chromium and Node: LICENSE.electron.txt and LICENSES.chromium.html, beside this file.',
    '',
    ...packages.flatMap(({ name, version, licence, notice }) => [
      line,
      `${name} ${version} (${licence})`,
      line,
      '',
      notice,
      '',
    ]),
  ].join('\n');

/** @param {string} text @returns {string} a UUID that says the same for the same text */
const uuidOf = (text) => {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

/** @param {string} name @param {string} version */
const purl = (name, version) => `pkg:npm/${name.replace('@', '%40')}@${version}`;

/** @param {string} place in package-lock.json @returns {string | undefined} */
const integrityIn = (place) => {
  /** @type {unknown} */
  const lock = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8'));
  return /** @type {{ packages: Record<string, { integrity?: string }> }} */ (lock).packages[place]
    ?.integrity;
};

/** @param {string} licence SPDX id or expression */
const licencesOf = (licence) =>
  / /.test(licence) ? [{ expression: licence.replace(/^\((.*)\)$/, '$1') }] : [{ license: { id: licence } }];

/**
 * CycloneDX 1.6.
 * @param {{ packages: readonly import('./bundled-packages.mjs').BundledPackage[], version: string, electron: string, epoch: number }} of
 *   `epoch`: seconds since 1970, of the sources
 */
export const bomOf = ({ packages, version, electron, epoch }) => {
  const components = [
    {
      type: 'framework',
      'bom-ref': purl('electron', electron),
      name: 'electron',
      version: electron,
      licenses: licencesOf('MIT'),
      purl: purl('electron', electron),
    },
    ...packages.map(({ name, version: its, licence }) => {
      const integrity = integrityIn(`node_modules/${name}`);
      const hash = integrity?.startsWith('sha512-')
        ? [{ alg: 'SHA-512', content: Buffer.from(integrity.slice(7), 'base64').toString('hex') }]
        : [];
      return {
        type: 'library',
        'bom-ref': purl(name, its),
        name,
        version: its,
        ...(hash.length === 0 ? {} : { hashes: hash }),
        licenses: licencesOf(licence),
        purl: purl(name, its),
      };
    }),
  ];
  const own = purl('gatecheck', version);
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${uuidOf(JSON.stringify([version, components]))}`,
    version: 1,
    metadata: {
      timestamp: new Date(epoch * 1000).toISOString(),
      component: {
        type: 'application',
        'bom-ref': own,
        name: 'gatecheck',
        version,
        licenses: licencesOf('MIT'),
        purl: own,
      },
    },
    components,
    dependencies: [{ ref: own, dependsOn: components.map((one) => one['bom-ref']) }],
  };
};

/**
 * Writes dist/release-notes/, which every package carries beside the program.
 * @param {{ version: string, electron: string, epoch: number }} of
 */
export const writeReleaseNotes = ({ version, electron, epoch }) => {
  const packages = bundledPackages();
  const folder = path.join(dist, 'release-notes');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'THIRD-PARTY-NOTICES.txt'), noticesOf(packages));
  const bom = bomOf({ packages, version, electron, epoch });
  writeFileSync(path.join(folder, 'gatecheck.cdx.json'), `${JSON.stringify(bom, null, 2)}\n`);
};
