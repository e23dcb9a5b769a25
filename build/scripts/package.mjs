// npm run package: the application as a folder in dist/package/; on Linux also as tar.gz and deb, with their checksums.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { linuxExecutables, makeDeb, settleModes } from './lib/deb.mjs';
import { ensureNode } from './lib/node-version.mjs';
import { prepare } from './lib/prepare.mjs';
import { makeProgramFolder, packages as output, runElectronBuilder } from './lib/program-folder.mjs';
import { makeTarball, productVersion, sourceEpoch, writeSums } from './lib/release-files.mjs';
import { runMain, SetupError, say } from './lib/say.mjs';

const usage = `npm run package [-- --dir | --installers]
  (nothing)      the folder; on Linux also the tar.gz and the deb
  --dir          the folder only
  --installers   also what electron-builder makes for this system (AppImage; NSIS and portable; dmg and zip): it fetches
                 its tools from outside the package registries
`;

/** @param {string} folder @param {{ kind: string, version: string }} electron @param {number} epoch */
const packLinux = async (folder, electron, epoch) => {
  // ADR 52: what holds the fallback Electron says so in its name, and is older than any release.
  const forTests = electron.kind === 'fallback' ? `~tests.electron${electron.version}` : '';
  const version = `${productVersion()}${forTests}`;
  const deb = path.join(output, `gatecheck_${version}_amd64.deb`);
  const name = `gatecheck-${version}-linux-x64`;
  const tarball = path.join(output, `${name}.tar.gz`);
  settleModes(folder, linuxExecutables);
  await makeTarball({ folder, name, file: tarball, epoch });
  const note = forTests === '' ? '' : 'FOR TESTS ONLY: it holds an old Electron of somebody else.';
  await makeDeb({ program: folder, file: deb, version, epoch, note, work: path.join(output, '.deb') });
  return [deb, tarball];
};

const artifacts = () => readdirSync(output).filter((name) => /\.(deb|gz|AppImage|exe|dmg|zip)$/.test(name));

await runMain(async () => {
  const args = process.argv.slice(2);
  const unknown = args.find((arg) => !['--dir', '--installers', '--help'].includes(arg));
  if (unknown !== undefined || args.includes('--help')) {
    process.stderr.write(unknown === undefined ? usage : `Unknown option ${unknown}\n${usage}`);
    return unknown === undefined ? 0 : 2;
  }
  await ensureNode();
  const { electron } = await prepare({ purpose: 'run' });
  const installers = args.includes('--installers');
  if (installers && electron.kind === 'fallback')
    throw new SetupError(
      `installers are made with the pinned Electron only, and this is the fallback ${electron.version}. With a connection: npm run setup -- --retry-download`,
    );
  if (process.env.CSC_LINK === undefined && process.env.WIN_CSC_LINK === undefined)
    say('neither CSC_LINK nor WIN_CSC_LINK is set: what is made is not signed (docs/releasing.md)');
  const linux = process.platform === 'linux';
  const folder = await makeProgramFolder(electron, { targets: installers && !linux ? 'all' : 'folder' });
  if (linux && !args.includes('--dir')) await packLinux(folder, electron, await sourceEpoch());
  if (installers && linux) await runElectronBuilder({ electron, targets: 'AppImage', prepackaged: folder });
  const made = artifacts();
  if (made.length > 0) await writeSums(output, made);
  const kind = electron.kind === 'fallback' ? ', for tests only: it holds the fallback Electron' : '';
  say(
    `packaged with Electron ${electron.version} in dist/package${kind}${made.map((one) => `\n  ${one}`).join('')}`,
  );
  return 0;
});
