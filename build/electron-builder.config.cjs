// Packaging. The bundles carry everything that they import, so no node_modules goes along.
'use strict';

const { rm } = require('node:fs/promises');
const path = require('node:path');

/**
 * The fallback Electron brings a loader for development, which would be started before our own application.
 * @param {{ appOutDir: string }} context
 */
const removeLoader = ({ appOutDir }) =>
  rm(path.join(appOutDir, 'resources/app'), { recursive: true, force: true });

/** @type {import('electron-builder').Configuration} */
module.exports = {
  appId: 'io.gatecheck.desktop',
  productName: 'Gatecheck',
  copyright: 'MIT licence',
  asar: true,
  npmRebuild: false,
  directories: { output: 'dist/package' },
  files: [
    'package.json',
    'LICENSE',
    'dist/**',
    '!dist/types',
    '!dist/package',
    '!dist/.*',
    '!**/*.map',
    '!node_modules',
  ],
  afterPack: removeLoader,
  electronFuses: {
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    onlyLoadAppFromAsar: true,
    enableEmbeddedAsarIntegrityValidation: true,
    enableCookieEncryption: true,
    grantFileProtocolExtraPrivileges: false,
    loadBrowserProcessSpecificV8Snapshot: false,
  },
  linux: { target: ['dir'], category: 'Network', executableName: 'gatecheck' },
  mac: { target: ['dir'] },
  win: { target: ['dir'] },
};
