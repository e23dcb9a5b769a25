// A window of the same Electron with one button in it and nothing else: what the start of the program is held against.
'use strict';

const { app, BrowserWindow } = require('electron');
const path = require('node:path');

app.setPath('userData', process.env.GATECHECK_HOME ?? path.join(__dirname, 'user'));
void app.whenReady().then(() => {
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    show: false,
    webPreferences: { sandbox: true, contextIsolation: true },
  });
  window.once('ready-to-show', () => window.show());
  void window.loadFile(path.join(__dirname, 'index.html'));
});
