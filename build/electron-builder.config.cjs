// Packaging. The bundles carry everything that they import, so no node_modules goes along.
// Signing and notarisation come from the environment (docs/releasing.md): without it packages are unsigned.
'use strict';

const { rm } = require('node:fs/promises');
const path = require('node:path');
const { entry, types } = require('./linux/desktop.cjs');

/**
 * The fallback Electron brings a loader for development, which would be started before our own application, and the
 * address of somebody else's updates.
 * @param {{ appOutDir: string }} context
 */
const removeForeign = async ({ appOutDir }) => {
  await rm(path.join(appOutDir, 'resources/app'), { recursive: true, force: true });
  await rm(path.join(appOutDir, 'resources/app-update.yml'), { force: true });
};

const maintainer = 'The Gatecheck authors <maintainers@gatecheck.invalid>';

/** @type {import('electron-builder').Configuration} */
module.exports = {
  appId: 'io.gatecheck.desktop',
  productName: 'Gatecheck',
  copyright: 'Copyright (c) 2026 The Gatecheck authors. MIT licence.',
  asar: true,
  npmRebuild: false,
  // No update check, no feed: app-update.yml is not made.
  publish: null,
  directories: { output: 'dist/package', buildResources: 'build/icons' },
  files: [
    'package.json',
    'LICENSE',
    'dist/**',
    '!dist/types',
    '!dist/package',
    '!dist/package/**',
    '!dist/package-twin',
    '!dist/package-twin/**',
    '!dist/release-notes',
    '!dist/.*',
    // The command line lies beside the archive, where a plain Node reads it. It is copied there from a folder of its own:
    // what electron-builder takes as an extra resource it takes out of the archive.
    '!dist/command-line',
    '!dist/cli.cjs*',
    '!**/*.map',
    '!node_modules',
  ],
  extraResources: [
    { from: 'build/command-line', to: 'cli' },
    { from: 'dist/command-line', to: 'cli' },
  ],
  extraFiles: [
    { from: 'LICENSE', to: 'LICENSE.txt' },
    { from: 'dist/release-notes', to: '.' },
  ],
  artifactName: '${name}-${version}-${os}-${arch}.${ext}',
  afterPack: removeForeign,
  electronFuses: {
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    // Looked at on macOS and Windows; elsewhere it means nothing.
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
  },
  linux: {
    target: ['dir', 'AppImage', 'deb', 'tar.gz'].map((target) => ({ target, arch: ['x64'] })),
    category: 'Network',
    executableName: 'gatecheck',
    icon: 'build/icons/linux',
    maintainer,
    vendor: 'The Gatecheck authors',
    synopsis: 'firewall rules for a storage node, asked for and proven',
    mimeTypes: types.map(({ mime }) => mime),
    desktop: {
      entry: Object.fromEntries(
        Object.entries(entry).filter(([key]) => !['Categories', 'MimeType'].includes(key)),
      ),
    },
  },
  mac: {
    target: ['dmg', 'zip'].map((target) => ({ target, arch: ['universal'] })),
    category: 'public.app-category.utilities',
    icon: 'build/icons/icon.icns',
    hardenedRuntime: true,
    // Notarised when APPLE_API_KEY, APPLE_API_KEY_ID and APPLE_API_ISSUER are there.
    notarize: process.env.APPLE_API_KEY !== undefined && process.env.APPLE_API_KEY !== '',
    minimumSystemVersion: '12.0',
    fileAssociations: types.map(({ glob, comment, mime }) => ({
      ext: glob.slice(2),
      name: comment,
      mimeType: mime,
      role: 'Viewer',
    })),
  },
  win: {
    target: ['nsis', 'portable'].map((target) => ({ target, arch: ['x64', 'arm64'] })),
    icon: 'build/icons/icon.ico',
  },
  nsis: {
    oneClick: false,
    perMachine: false,
    allowToChangeInstallationDirectory: true,
    deleteAppDataOnUninstall: false,
    artifactName: '${name}-${version}-windows-${arch}-setup.${ext}',
    license: 'LICENSE',
    include: 'build/windows/installer.nsh',
  },
  portable: { artifactName: '${name}-${version}-windows-${arch}-portable.${ext}' },
};
