import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { givenIn } from '../../../electron/app/given-files.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatecheck-given-'));
  await mkdir(join(folder, 'a-folder.site.json'));
  for (const name of ['one.site.json', 'two.readiness.pdf', 'photo.png', '--odd.site.json'])
    await writeFile(join(folder, name), '');
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

it('takes the file among the arguments, relative to where the program was called', () => {
  expect(givenIn(['one.site.json'], folder)).toBe(join(folder, 'one.site.json'));
  expect(givenIn([join(folder, 'two.readiness.pdf')], '/')).toBe(join(folder, 'two.readiness.pdf'));
});

it('takes the last of several', () => {
  expect(givenIn(['one.site.json', 'two.readiness.pdf'], folder)).toBe(join(folder, 'two.readiness.pdf'));
});

it('takes no switch, no folder, no other file and none that is not there', () => {
  for (const argument of [
    '--odd.site.json',
    '-x',
    'a-folder.site.json',
    'photo.png',
    'none.site.json',
    '.',
    '',
  ])
    expect(givenIn([argument], folder)).toBeNull();
});
