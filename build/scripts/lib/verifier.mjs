import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { keepBundled } from './bundled-packages.mjs';
import { dist, inRoot } from './paths.mjs';
import { SetupError } from './say.mjs';

/** Browsers of 2023 and later: what a laptop without updates still has. */
const target = ['chrome114', 'edge114', 'firefox115', 'safari16.4'];

/** @param {string} text */
const policyHash = (text) => `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`;

/** @param {string} text */
const escaped = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/**
 * @param {string} entry
 * @returns {Promise<{ text: string, inputs: readonly string[] }>}
 */
const bundle = async (entry) => {
  const { build } = await import('esbuild');
  try {
    const { outputFiles, metafile } = await build({
      entryPoints: [inRoot(entry)],
      absWorkingDir: inRoot('.'),
      bundle: true,
      write: false,
      metafile: true,
      minify: true,
      format: 'iife',
      platform: 'browser',
      target,
      // One file for everyone of a version: nothing in it may come from the machine that built it.
      charset: 'ascii',
      legalComments: 'none',
      logLevel: 'warning',
    });
    return { text: (outputFiles[0]?.text ?? '').trimEnd(), inputs: Object.keys(metafile.inputs) };
  } catch {
    throw new SetupError('the build of the verifier failed; the messages above name the places');
  }
};

/**
 * The licences of the libraries that went in: their notices have to travel with every copy.
 * @param {readonly string[]} inputs
 */
const licencesOf = (inputs) => {
  const packages = new Set(
    inputs.flatMap((input) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? []),
  );
  return [...packages]
    .sort()
    .map((name) => `${name}\n\n${readFileSync(inRoot('node_modules', name, 'LICENSE'), 'utf8').trim()}`)
    .join('\n\n\n');
};

/** @param {string} template @param {Readonly<Record<string, string>>} parts each stands there once */
const filled = (template, parts) =>
  Object.entries(parts).reduce((text, [name, part]) => {
    const [before, after, ...more] = text.split(name);
    if (before === undefined || after === undefined || more.length > 0)
      throw new SetupError(`renderer/verifier/page.html must hold ${name} once`);
    return `${before}${part}${after}`;
  }, template);

/** Writes dist/verifier.html: one file with everything in it, that may ask for nothing from anywhere. */
export const buildVerifier = async () => {
  const [script, style] = await Promise.all([
    bundle('renderer/verifier/main.ts'),
    bundle('renderer/verifier/verifier.css'),
  ]);
  keepBundled('verifier', [...script.inputs, ...style.inputs]);
  if (/<!--|<\/?script/i.test(script.text))
    throw new SetupError('the script of the verifier holds what would end or hide its own element');
  const policy = [
    "default-src 'none'",
    `script-src ${policyHash(script.text)}`,
    `style-src ${policyHash(style.text)}`,
    // The script once more, beside the page, so that a large report does not freeze it.
    'worker-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const icons = readFileSync(inRoot('renderer/components/icons.svg'), 'utf8').trim();
  const page = filled(readFileSync(inRoot('renderer/verifier/page.html'), 'utf8'), {
    '%POLICY%': policy,
    '<!--STYLE-->': `<style>${style.text}</style>`,
    '<!--ICONS-->': `<div hidden>${icons}</div>`,
    '<!--LICENCES-->': `<template id="licences">${escaped(licencesOf(script.inputs))}</template>`,
    // A report that travels with the page takes the place of `null` (electron/usecases/write-verifier.ts).
    '<!--EMBEDDED-->': '<script type="application/json" id="embedded">null</script>',
    '<!--SCRIPT-->': `<script>${script.text}</script>`,
  });
  writeFileSync(path.join(dist, 'verifier.html'), page);
};
