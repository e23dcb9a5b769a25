import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import packaging from '../../build/electron-builder.config.cjs';
import desktop from '../../build/linux/desktop.cjs';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const at = (...parts: string[]): string => join(root, ...parts);
const schema: unknown = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve('app-builder-lib/scheme.json'), 'utf8'),
);

/** Systems that nothing can be built for here are held as far as this machine can tell. */
describe('the packaging of all three systems', () => {
  it('is what electron-builder’s own schema takes, which refuses a misspelt option', () => {
    const takes = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(
      schema as object,
    );
    expect(takes(packaging), JSON.stringify(takes.errors)).toBe(true);
    expect(takes({ ...packaging, nsis: { ...packaging.nsis, oneClik: true } })).toBe(false);
  });

  it('makes each kind of package for each kind of machine', () => {
    const targets = (of: unknown): string[] =>
      (of as { target: string; arch: string[] }[]).flatMap(({ target, arch }) =>
        arch.map((one) => `${target} ${one}`),
      );
    expect(targets(packaging.linux?.target)).toEqual(['dir x64', 'AppImage x64', 'deb x64', 'tar.gz x64']);
    expect(targets(packaging.win?.target)).toEqual([
      'nsis x64',
      'nsis arm64',
      'portable x64',
      'portable arm64',
    ]);
    expect(targets(packaging.mac?.target)).toEqual(['dmg universal', 'zip universal']);
    expect(packaging.publish).toBeNull();
  });

  it('names only files that there are', () => {
    const { linux, mac, win, nsis } = packaging;
    const named = [
      linux?.icon,
      mac?.icon,
      win?.icon,
      nsis?.license,
      nsis?.include,
      'build/command-line',
      'LICENSE',
    ];
    expect(named.filter((path) => typeof path !== 'string' || !existsSync(at(path)))).toEqual([]);
  });

  it('has icons in every size that the systems ask for', () => {
    const ico = readFileSync(at('build/icons/icon.ico'));
    const widths = Array.from({ length: ico.readUInt16LE(4) }, (_, entry) => ico[6 + 16 * entry] || 256);
    expect(widths.sort((a, b) => a - b)).toEqual([16, 24, 32, 48, 64, 128, 256]);
    const icns = readFileSync(at('build/icons/icon.icns'));
    expect(icns.toString('latin1', 0, 4)).toBe('icns');
    expect(icns.readUInt32BE(4)).toBe(icns.length);
    for (const name of readdirSync(at('build/icons/linux'))) {
      const png = readFileSync(at('build/icons/linux', name));
      expect(`${png.readUInt32BE(16)}x${png.readUInt32BE(20)}.png`).toBe(name);
    }
  });

  it('opens sites and reports, and no other file, on Linux and macOS', () => {
    const globs = desktop.types.map(({ glob }) => glob);
    expect(globs).toEqual(['*.site.json', '*.readiness.json']);
    for (const glob of globs) expect(desktop.mimeFile()).toContain(`pattern="${glob}"`);
    for (const { mime } of desktop.types) expect(desktop.desktopFile('/x/gatecheck')).toContain(mime);
    const mac = packaging.mac?.fileAssociations as { ext: string }[];
    expect(mac.map(({ ext }) => `*.${ext}`)).toEqual(globs);
  });
});

/** Compiles what our part of the installer for Windows does. */
async function programForWindows(folder: string): Promise<string> {
  const script = join(folder, 'check.nsi');
  const lines = [
    'Unicode true',
    `!include "${at('build/windows/installer.nsh')}"`,
    '!define PRODUCT_NAME "Gatecheck"',
    '!define APP_EXECUTABLE_FILENAME "Gatecheck.exe"',
    'Name "check"',
    `OutFile "${join(folder, 'check.exe')}"`,
    'VIProductVersion 1.0.0.0',
    'VIAddVersionKey ProductName "check"',
    'VIAddVersionKey FileVersion "1.0.0.0"',
    'VIAddVersionKey FileDescription "check"',
    'VIAddVersionKey LegalCopyright "none"',
    'InstallDir "$TEMP\\check"',
    'Section',
    '!insertmacro customInstall',
    'WriteUninstaller "$INSTDIR\\u.exe"',
    'SectionEnd',
    'Section "Uninstall"',
    '!insertmacro customUnInstall',
    'SectionEnd',
  ];
  writeFileSync(script, lines.join('\n'));
  // Four values, the uninstaller, and an end.
  expect((await run('makensis', ['-WX', script])).stdout).toMatch(/Install: .* 6 instructions/);
  return join(folder, 'check.exe');
}

it('is done in a process of its own: electron-builder ends whoever loads it with exit code 0', () => {
  const scripts = readdirSync(at('build/scripts'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.mjs'),
  );
  const loads = scripts.filter((name) =>
    /(?:await import\(|from )'electron-builder'/.test(readFileSync(at('build/scripts', name), 'utf8')),
  );
  expect(loads).toEqual([join('lib', 'electron-builder.mjs')]);
});

describe('the folder for Windows', () => {
  let folder = '';
  // The installer's script, compiled, stands in for Electron: a real program for Windows, which nobody starts.
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gatecheck-windows-'));
    const standIn = join(folder, 'electron');
    mkdirSync(join(standIn, 'resources'), { recursive: true });
    const program = await programForWindows(folder);
    // Where Electron keeps its fuses: found by this text, followed by version, count and one digit for each.
    const fuses = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\x01\x09000000000', 'latin1');
    writeFileSync(join(standIn, 'electron.exe'), Buffer.concat([readFileSync(program), fuses]));
    writeFileSync(join(standIn, 'LICENSE'), 'stand-in');
    writeFileSync(join(standIn, 'version'), '45.4.1');
    cpSync(at('dist'), join(folder, 'project/dist'), {
      recursive: true,
      filter: (from) => !/dist\/(package|types|package-twin)(\/|$)/.test(from),
    });
    // The bundles carry what they import: no package goes along, so none has to be there.
    const { dependencies, devDependencies, ...manifest } = JSON.parse(
      readFileSync(at('package.json'), 'utf8'),
    ) as Record<string, unknown>;
    expect([dependencies, devDependencies]).not.toContain(undefined);
    writeFileSync(join(folder, 'project/package.json'), JSON.stringify(manifest));
    for (const name of ['LICENSE', 'build'])
      cpSync(at(name), join(folder, 'project', name), { recursive: true });
    const { stageCommandLine } = await import('../../build/scripts/lib/command-line.mjs');
    stageCommandLine(join(folder, 'project/dist'));
    mkdirSync(join(folder, 'project/dist/release-notes'), { recursive: true });
    writeFileSync(join(folder, 'project/dist/release-notes/THIRD-PARTY-NOTICES.txt'), 'stand-in');
    const { build, Platform, Arch } = await import('electron-builder');
    await build({
      projectDir: join(folder, 'project'),
      publish: 'never',
      targets: Platform.WINDOWS.createTarget(['dir'], Arch.x64),
      config: {
        ...packaging,
        electronDist: standIn,
        electronVersion: '45.4.1',
        // Would need a real program for Windows to write into.
        win: { ...packaging.win, signAndEditExecutable: false },
      },
    });
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('holds the archive, the command line with its launcher, licence and notices', async () => {
    const made = join(folder, 'project/dist/package/win-unpacked');
    const files = readdirSync(made, { recursive: true, encoding: 'utf8' });
    for (const wanted of [
      'Gatecheck.exe',
      'LICENSE.txt',
      'THIRD-PARTY-NOTICES.txt',
      'resources/app.asar',
      'resources/cli/gatecheck.cmd',
      'resources/cli/start.cjs',
      'resources/cli/cli.cjs',
      'resources/cli/fonts/NotoSans_400Regular.ttf',
    ])
      expect(files).toContain(wanted);
    const { stdout } = await run(process.execPath, [
      at('node_modules/@electron/asar/bin/asar.js'),
      'list',
      join(made, 'resources/app.asar'),
    ]);
    const inside = stdout.split('\n');
    for (const wanted of [
      'main.cjs',
      'preload.cjs',
      'wizard.cjs',
      'pdf-worker.cjs',
      'forms-worker.cjs',
      'package.json',
      'verifier.html',
      'fonts/NotoSans_700Bold.ttf',
      'data',
      'standard-fonts',
      'renderer/index.html',
    ])
      expect(inside).toContain(`/dist/${wanted}`);
    expect(inside.filter((name) => /\.map$|node_modules|^\/(test|build)/.test(name))).toEqual([]);
  });

  it('has its fuses set, and the digest of its archive in the program', () => {
    const made = join(folder, 'project/dist/package/win-unpacked');
    const program = readFileSync(join(made, 'Gatecheck.exe'));
    const at = program.indexOf('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX');
    expect(program.toString('latin1', at + 34, at + 43)).toBe('010011000');
    const archive = readFileSync(join(made, 'resources/app.asar'));
    // The header alone: it holds the digests of the files.
    const header = archive.subarray(16, 16 + archive.readUInt32LE(12));
    const digest = createHash('sha256').update(header).digest('hex');
    expect(program.toString('latin1')).toContain(`"alg":"SHA256","value":"${digest}"`);
  });
});
