import { expect, it } from 'vitest';
import {
  firstWindowState,
  parseWindowState,
  placeWindow,
  readWindowState,
} from '../../../electron/app/window-state.ts';

const display = { x: 0, y: 0, width: 1920, height: 1040 };
const left = { x: 200, y: 100, width: 1400, height: 900 };

it('opens where it was left', () => {
  expect(placeWindow({ bounds: left }, [display])).toEqual(left);
});

it('lets the system place the first window', () => {
  expect(placeWindow({ bounds: null }, [display])).toEqual({ width: 1280, height: 800 });
});

it.each([
  ['the display beside is unplugged', { ...left, x: 2100 }],
  ['only a strip of the title would be seen', { ...left, x: 1850 }],
  ['the title would be above the display', { ...left, y: -60 }],
])('comes back to a display that is there when %s', (_why, bounds) => {
  expect(placeWindow({ bounds }, [display])).toEqual({ width: 1280, height: 800 });
});

it('finds the second display again', () => {
  const second = { x: -1920, y: 0, width: 1920, height: 1080 };
  const there = { ...left, x: -1700 };
  expect(placeWindow({ bounds: there }, [display, second])).toEqual(there);
});

it('is never smaller than its contents need, nor larger than the display', () => {
  const tiny = { ...left, width: 300, height: 200 };
  expect(placeWindow({ bounds: tiny }, [display])).toMatchObject({ width: 1024, height: 700 });
  const huge = { x: 0, y: 0, width: 5000, height: 3000 };
  expect(placeWindow({ bounds: huge }, [display])).toMatchObject({ width: 1920, height: 1040 });
});

it('opens another window a little aside', () => {
  expect(placeWindow({ bounds: left }, [display], 1)).toMatchObject({ x: 232, y: 132 });
});

it.each([
  ['no JSON', '{'],
  ['something else', '[1]'],
  ['values that mean nothing', '{"bounds":{"x":"left"},"zoom":300,"language":"fr","maximized":1}'],
])('starts anew from a file with %s', (_what, text) => {
  expect(parseWindowState(text)).toEqual(firstWindowState);
});

it('takes what can be understood', () => {
  expect(
    parseWindowState(JSON.stringify({ bounds: left, zoom: 150, language: 'ja', maximized: true })),
  ).toEqual({
    bounds: left,
    zoom: 150,
    language: 'ja',
    maximized: true,
  });
});

it('starts anew where there is no file', () => {
  expect(readWindowState('/proc/no-such-folder')).toEqual(firstWindowState);
});
