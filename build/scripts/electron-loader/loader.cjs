// Starts the application folder that is named on the command line, as Electron's own default application does.
// Used only inside the fallback Electron for development and tests (build/scripts/lib/electron-fallback.mjs).
'use strict';

const { app } = require('electron');
const { existsSync, readFileSync } = require('node:fs');
const path = require('node:path');

/**
 * @param {string[]} args what follows the executable
 * @returns {{ preload: string[], folder: string | undefined }}
 */
const readArguments = (args) => {
  const preload = [];
  for (let i = 0; i < args.length; i += 1) {
    const arg = args[i];
    if (arg === '-r' || arg === '--require') {
      i += 1;
      if (args[i] !== undefined) preload.push(args[i]);
    } else if (!arg.startsWith('-')) {
      return { preload, folder: arg };
    }
  }
  return { preload, folder: undefined };
};

/** @param {string} folder */
const startApplication = (folder) => {
  Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true, configurable: false });
  const appPath = path.resolve(folder);
  const manifestFile = path.join(appPath, 'package.json');
  let entry = appPath;
  if (existsSync(manifestFile)) {
    const manifest = JSON.parse(readFileSync(manifestFile, 'utf8'));
    app.name = manifest.productName ?? manifest.name ?? app.name;
    if (manifest.version) app.setVersion(manifest.version);
    entry = path.join(appPath, manifest.main ?? 'index.js');
  }
  app.setAppPath(existsSync(manifestFile) ? appPath : path.dirname(appPath));
  require(entry);
};

const { preload, folder } = readArguments(process.argv.slice(1));
try {
  for (const file of preload) require(path.resolve(file));
  if (folder === undefined) throw new Error('Name the application folder: electron [options] FOLDER');
  startApplication(folder);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  app.exit(1);
}
