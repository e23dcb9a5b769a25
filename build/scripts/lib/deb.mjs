import {
  chmodSync,
  cpSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { neededLibraries } from './elf.mjs';
import { inRoot } from './paths.mjs';
import { run } from './run.mjs';
import { SetupError } from './say.mjs';
import desktop from '../../linux/desktop.cjs';

/**
 * Whose package brings each library, on Debian 12 and on those that renamed libraries to …t64 (Debian 13, Ubuntu 24.04).
 * A library that is not here stops the build: a new Electron may ask for more.
 * @type {Readonly<Record<string, string>>}
 */
const packageOf = {
  'libc.so.6': 'libc6 (>= 2.28)',
  'libdl.so.2': 'libc6 (>= 2.28)',
  'libpthread.so.0': 'libc6 (>= 2.28)',
  'libm.so.6': 'libc6 (>= 2.28)',
  'ld-linux-x86-64.so.2': 'libc6 (>= 2.28)',
  'libgcc_s.so.1': 'libgcc-s1',
  'libgobject-2.0.so.0': 'libglib2.0-0t64 | libglib2.0-0',
  'libglib-2.0.so.0': 'libglib2.0-0t64 | libglib2.0-0',
  'libgio-2.0.so.0': 'libglib2.0-0t64 | libglib2.0-0',
  'libnss3.so': 'libnss3',
  'libnssutil3.so': 'libnss3',
  'libsmime3.so': 'libnss3',
  'libnspr4.so': 'libnspr4',
  'libatk-1.0.so.0': 'libatk1.0-0t64 | libatk1.0-0',
  'libatk-bridge-2.0.so.0': 'libatk-bridge2.0-0t64 | libatk-bridge2.0-0',
  'libatspi.so.0': 'libatspi2.0-0t64 | libatspi2.0-0',
  'libcups.so.2': 'libcups2t64 | libcups2',
  'libdbus-1.so.3': 'libdbus-1-3',
  'libdrm.so.2': 'libdrm2',
  'libgtk-3.so.0': 'libgtk-3-0t64 | libgtk-3-0',
  'libpango-1.0.so.0': 'libpango-1.0-0',
  'libcairo.so.2': 'libcairo2',
  'libX11.so.6': 'libx11-6',
  'libXcomposite.so.1': 'libxcomposite1',
  'libXdamage.so.1': 'libxdamage1',
  'libXext.so.6': 'libxext6',
  'libXfixes.so.3': 'libxfixes3',
  'libXrandr.so.2': 'libxrandr2',
  'libgbm.so.1': 'libgbm1',
  'libexpat.so.1': 'libexpat1',
  'libxcb.so.1': 'libxcb1',
  'libxkbcommon.so.0': 'libxkbcommon0',
  'libasound.so.2': 'libasound2t64 | libasound2',
  'libudev.so.1': 'libudev1',
};

/** What Chromium loads by itself and dies without: the loader's list does not name it. */
const loadedLater = ['libx11-xcb1'];

/** What Electron opens by itself when it is there: the keychain, notifications, other programs. */
const recommended = ['libsecret-1-0', 'libnotify4', 'xdg-utils', 'nodejs (>= 18.15)'];

/** @param {string} folder @returns {string[]} every file below it, sorted */
const filesBelow = (folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => lstatSync(path.join(folder, name)).isFile())
    .sort();

/**
 * @param {string} folder an unpacked program
 * @returns {readonly string[]} what its programs and libraries need of the system
 */
export const debianDepends = (folder) => {
  const files = filesBelow(folder);
  const own = new Set(files.map((file) => path.basename(file)));
  const libraries = new Set(files.flatMap((file) => neededLibraries(path.join(folder, file)) ?? []));
  const needed = [...libraries].filter((library) => !own.has(library));
  return [
    ...new Set([
      ...loadedLater,
      ...needed.map((library) => {
        const found = packageOf[library];
        if (found === undefined)
          throw new SetupError(
            `Electron needs ${library}: add its Debian package to build/scripts/lib/deb.mjs`,
          );
        return found;
      }),
    ]),
  ].sort();
};

/** @param {string} folder @param {(file: string, isFolder: boolean, name: string) => void} visit */
const walk = (folder, visit) => {
  visit(folder, true, path.basename(folder));
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) walk(file, visit);
    else if (!entry.isSymbolicLink()) visit(file, false, entry.name);
  }
};

/**
 * The same modes on whatever machine it is built, whatever its umask.
 * @param {string} folder
 * @param {ReadonlySet<string>} executables names of files
 */
export const settleModes = (folder, executables) =>
  walk(folder, (file, isFolder, name) => chmodSync(file, isFolder || executables.has(name) ? 0o755 : 0o644));

/** What has to be executable in an unpacked program for Linux. */
export const linuxExecutables = new Set(['gatecheck', 'chrome-sandbox', 'chrome_crashpad_handler']);

/** @param {string} version @param {readonly string[]} depends @param {number} kib @param {string} note */
const control = (version, depends, kib, note) =>
  [
    'Package: gatecheck',
    `Version: ${version}`,
    'Architecture: amd64',
    'Maintainer: The Gatecheck authors <maintainers@gatecheck.invalid>',
    'Section: net',
    'Priority: optional',
    `Installed-Size: ${kib}`,
    `Depends: ${depends.join(', ')}`,
    `Recommends: ${recommended.join(', ')}`,
    'Description: firewall rules for a storage node, asked for and proven',
    ' Derives every firewall rule that a storage node needs, writes the change',
    ' request, proves from the node itself over SSH what is reachable, and signs',
    ' the result. The command line needs nodejs; the window does not.',
    ...(note === '' ? [] : [' .', ` ${note}`]),
    '',
  ].join('\n');

/** @param {string} program the unpacked program */
const copyright = (program) =>
  [
    readFileSync(inRoot('LICENSE'), 'utf8').trim(),
    '',
    'The work of others in it, with their licences: THIRD-PARTY-NOTICES.txt (beside this file), and',
    '/opt/Gatecheck/LICENSE.electron.txt and /opt/Gatecheck/LICENSES.chromium.html.',
    '',
    readFileSync(path.join(program, 'LICENSE.electron.txt'), 'utf8').trim(),
    '',
  ].join('\n');

/**
 * Makes the deb out of the unpacked program, with dpkg-deb alone. It has no maintainer scripts: caches of the desktop are
 * renewed by dpkg's triggers.
 * @param {{ program: string, file: string, version: string, epoch: number, note: string, work: string }} of `work`: a
 *   folder that may be thrown away; `epoch`: the time of all files, seconds since 1970
 */
export const makeDeb = async ({ program, file, version, epoch, note, work }) => {
  rmSync(work, { recursive: true, force: true });
  const at = (/** @type {string[]} */ ...parts) => path.join(work, ...parts);
  const put = (/** @type {string} */ place, /** @type {string} */ text) => {
    mkdirSync(path.dirname(at(place)), { recursive: true });
    writeFileSync(at(place), text);
  };
  cpSync(program, at('opt/Gatecheck'), { recursive: true });
  put('usr/share/applications/gatecheck.desktop', desktop.desktopFile('/opt/Gatecheck/gatecheck'));
  put('usr/share/mime/packages/gatecheck.xml', desktop.mimeFile());
  put('usr/share/doc/gatecheck/copyright', copyright(program));
  for (const name of ['THIRD-PARTY-NOTICES.txt', 'gatecheck.cdx.json'])
    cpSync(path.join(program, name), at('usr/share/doc/gatecheck', name));
  for (const name of readdirSync(inRoot('build/icons/linux')).sort()) {
    const place = at('usr/share/icons/hicolor', name.replace('.png', ''), 'apps/gatecheck.png');
    mkdirSync(path.dirname(place), { recursive: true });
    cpSync(inRoot('build/icons/linux', name), place);
  }
  mkdirSync(at('usr/share/icons/hicolor/scalable/apps'), { recursive: true });
  cpSync(inRoot('build/icons/gatecheck.svg'), at('usr/share/icons/hicolor/scalable/apps/gatecheck.svg'));
  mkdirSync(at('usr/bin'), { recursive: true });
  symlinkSync('../../opt/Gatecheck/resources/cli/gatecheck', at('usr/bin/gatecheck'));
  settleModes(work, linuxExecutables);
  // Chromium's sandbox where the system lets nobody make user namespaces (in a chroot, on Ubuntu since 23.10).
  chmodSync(at('opt/Gatecheck/chrome-sandbox'), 0o4755);
  const bytes = filesBelow(work).reduce((sum, name) => sum + lstatSync(at(name)).size, 0);
  put('DEBIAN/control', control(version, debianDepends(program), Math.ceil(bytes / 1024), note));
  chmodSync(at('DEBIAN/control'), 0o644);
  chmodSync(at('DEBIAN'), 0o755);
  const made = await run('dpkg-deb', ['--root-owner-group', '-Zzstd', '-z10', '--build', work, file], {
    env: { ...process.env, SOURCE_DATE_EPOCH: String(epoch) },
    timeoutMs: 600_000,
    output: 'capture',
  });
  rmSync(work, { recursive: true, force: true });
  if (made.status !== 0) throw new SetupError(`dpkg-deb made no package: ${made.text.trim()}`);
};
