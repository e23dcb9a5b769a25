import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { withoutSupport } from '../../build/scripts/lib/electron-support.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** What the letters of the table's last column stand for, read from the page itself. */
function filesOf(page: string): ReadonlyMap<string, string> {
  return new Map(
    [...page.matchAll(/\b([A-Z]) = `([^`]+)`/g)].map(([, letter, path]) => [letter ?? '', path ?? '']),
  );
}

describe('the table of Electron’s security checklist', () => {
  const page = read('docs/electron-security.md');
  const files = filesOf(page);
  const rows = page
    .split('\n')
    .filter((line) => /^\| \d+ \|/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .map(([, number, , done, shown]) => ({ number: Number(number), done: done ?? '', shown: shown ?? '' }));

  it('has each of the twenty points once', () => {
    expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
    for (const { done } of rows) expect(done).not.toBe('');
  });

  it.each(rows)('names a test for point $number that exists', ({ shown }) => {
    const [, letter, title] = /^([A-Z]): (.+)$/.exec(shown) ?? [];
    const path = files.get(letter ?? '') ?? '';
    expect(existsSync(join(root, path)), `${shown}: ${path}`).toBe(true);
    expect(read(path)).toContain(`'${title}'`);
  });
});

/** What would take a point of the checklist back, in the sources of the program. */
const takesBack: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['a page with Node', /nodeIntegration\w*: *true/],
  ['a page without isolation', /contextIsolation: *false/],
  ['a page without sandbox', /sandbox: *false/],
  ['a page without the web’s own safety', /webSecurity: *false/],
  ['insecure content', /allowRunningInsecureContent: *true/],
  ['experimental features', /experimentalFeatures: *true/],
  ['Blink features', /enableBlinkFeatures/],
  ['a webview', /webviewTag: *true|<webview|allowpopups/],
  ['a link opened outside', /openExternal/],
  ['a path opened by the system', /shell\.openPath/],
  ['a page from a file', /loadFile\(|['"`]file:\/\//],
  ['certificates taken unseen', /setCertificateVerifyProc|certificate-error|ignore-certificate-errors/],
  ['a scheme that starts the program', /setAsDefaultProtocolClient/],
  ['text run as a program', /\beval\(|new Function\(|executeJavaScript\(/],
  [
    'text taken as markup',
    /\.innerHTML\b|\.outerHTML\b|insertAdjacentHTML|document\.write\(|dangerouslySetInnerHTML/,
  ],
];

/** Looked at, with the reason. */
const allowed: ReadonlySet<string> = new Set([
  // The symbols of the program's own build; no text from outside is in them.
  'renderer/components/icon.tsx: text taken as markup',
]);

function sourcesOf(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(tsx?|html)$/.test(path))
    .map((path) => `${folder}/${path}`);
}

it('no source takes back what the checklist asks for', () => {
  const sources = ['electron', 'renderer', 'shared'].flatMap(sourcesOf);
  expect(sources.length).toBeGreaterThan(500);
  const found = sources.flatMap((path) => {
    const text = read(path);
    return takesBack.filter(([, pattern]) => pattern.test(text)).map(([what]) => `${path}: ${what}`);
  });
  expect(found.filter((what) => !allowed.has(what))).toEqual([]);
  expect(found).toHaveLength(allowed.size);
});

it('a release on an Electron without support is refused', () => {
  expect(withoutSupport('45.4.1', '45.9.0')).toBeNull();
  expect(withoutSupport('43.0.0', '45.4.1')).toBeNull();
  expect(withoutSupport('42.9.9', '45.4.1')).toContain('oldest supported major is 43');
  expect(withoutSupport('latest', '45.4.1')).toContain('cannot compare');
  expect(read('package.json')).toMatch(/"electron": "\d+\.\d+\.\d+"/);
});
