// How a Linux desktop knows the program and its files. Both the deb and electron-builder's targets are made from this.
'use strict';

const types = [
  { mime: 'application/vnd.gatecheck.site+json', glob: '*.site.json', comment: 'Gatecheck site' },
  {
    mime: 'application/vnd.gatecheck.report+json',
    glob: '*.readiness.json',
    comment: 'Gatecheck readiness report',
  },
];

const entry = {
  Name: 'Gatecheck',
  GenericName: 'Firewall readiness check',
  Comment:
    'Derives the firewall rules that a storage node needs, asks for them, and proves what is reachable',
  Keywords: 'firewall;ports;storage;CloudFS;readiness;',
  StartupWMClass: 'gatecheck',
  Categories: 'Network;',
  MimeType: `${types.map(({ mime }) => mime).join(';')};`,
};

/** @param {string} executable where the program lies */
const desktopFile = (executable) =>
  [
    '[Desktop Entry]',
    'Type=Application',
    'Version=1.5',
    ...Object.entries(entry).map(([key, value]) => `${key}=${value}`),
    'Icon=gatecheck',
    `TryExec=${executable}`,
    `Exec=${executable} %f`,
    'Terminal=false',
    '',
  ].join('\n');

const mimeFile = () =>
  [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">',
    ...types.flatMap(({ mime, glob, comment }) => [
      `  <mime-type type="${mime}">`,
      `    <comment>${comment}</comment>`,
      '    <sub-class-of type="application/json"/>',
      // Heavier than any other glob that ends in .json.
      `    <glob pattern="${glob}" weight="80"/>`,
      '  </mime-type>',
    ]),
    '</mime-info>',
    '',
  ].join('\n');

module.exports = { types, entry, desktopFile, mimeFile };
