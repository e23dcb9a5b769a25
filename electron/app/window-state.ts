import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Zoom } from '../../shared/ipc/zooms.ts';
import { zooms } from '../../shared/ipc/zooms.ts';
import type { Language } from '../../shared/words/languages.ts';
import { languages } from '../../shared/words/languages.ts';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** How this user left the window. */
export interface WindowState {
  /** Null: never moved, so the system places it. */
  readonly bounds: Box | null;
  readonly maximized: boolean;
  readonly zoom: Zoom;
  readonly language: Language;
}

export const smallest = { width: 1024, height: 700 } as const;
const firstSize = { width: 1280, height: 800 } as const;

export const firstWindowState: WindowState = {
  bounds: null,
  maximized: false,
  zoom: 100,
  language: 'en',
};

function isBox(value: unknown): value is Box {
  return (
    typeof value === 'object' &&
    value !== null &&
    (['x', 'y', 'width', 'height'] as const).every((key) => {
      const number: unknown = Reflect.get(value, key);
      return typeof number === 'number' && Number.isInteger(number) && Math.abs(number) < 100_000;
    })
  );
}

/** Takes what can be understood; the rest is as at the first start. Without a schema library: the window waits for this. */
export function parseWindowState(text: string): WindowState {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return firstWindowState;
  }
  if (typeof value !== 'object' || value === null) return firstWindowState;
  const { bounds, maximized, zoom, language } = value as Record<keyof WindowState, unknown>;
  return {
    bounds: isBox(bounds) ? bounds : null,
    maximized: maximized === true,
    zoom: zooms.find((one) => one === zoom) ?? 100,
    language: languages.find((one) => one === language) ?? 'en',
  };
}

export function windowStatePath(userFolder: string): string {
  return join(userFolder, 'window-state.json');
}

/** At once: the window is made with it. */
export function readWindowState(userFolder: string): WindowState {
  try {
    return parseWindowState(readFileSync(windowStatePath(userFolder), 'utf8'));
  } catch {
    return firstWindowState;
  }
}

function overlap(a: Box, b: Box): { readonly width: number; readonly height: number } {
  return {
    width: Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x),
    height: Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y),
  };
}

/**
 * Where the window goes: as it was left, if enough of it can be seen on a display that is there now. Another window of the
 * program stands a little aside from the one before.
 */
export function placeWindow(
  { bounds }: Pick<WindowState, 'bounds'>,
  displays: readonly Box[],
  openAlready = 0,
): Partial<Box> & Pick<Box, 'width' | 'height'> {
  if (bounds === null) return firstSize;
  const width = Math.max(bounds.width, smallest.width);
  const height = Math.max(bounds.height, smallest.height);
  const step = 32 * openAlready;
  const wanted = { x: bounds.x + step, y: bounds.y + step, width, height };
  // Its title can be seen and grasped.
  const display = displays.find((area) => {
    const seen = overlap({ ...wanted, height: 40 }, area);
    return seen.width >= 200 && seen.height >= 30;
  });
  if (display === undefined) return firstSize;
  return {
    ...wanted,
    width: Math.max(smallest.width, Math.min(width, display.width)),
    height: Math.max(smallest.height, Math.min(height, display.height)),
  };
}
