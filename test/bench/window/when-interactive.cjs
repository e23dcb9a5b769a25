// Loaded into the main process before the program (electron -r): says when the first window can be used, then ends it.
'use strict';

const { app } = require('electron');

/** In the page: a button of its contents can be pressed, and what is there is painted. */
const look = `new Promise((resolve) => {
  const see = () => {
    const button = document.querySelector('main button:not([disabled])');
    if (button === null || button.getBoundingClientRect().width === 0) { setTimeout(see, 2); return; }
    const channel = new MessageChannel();
    channel.port1.onmessage = () => resolve(Date.now());
    channel.port2.postMessage(null);
  };
  see();
})`;

app.once('web-contents-created', (_event, contents) => {
  contents.once('dom-ready', () => {
    void contents.executeJavaScript(look).then((at) => {
      process.stdout.write(`\ninteractive ${at}\n`);
      setTimeout(() => app.exit(0), 200);
    });
  });
});
