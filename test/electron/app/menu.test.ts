import { expect, it } from 'vitest';
import { menuTemplate } from '../../../electron/app/menu.ts';
import { commandOf } from '../../../renderer/state/keyboard.ts';
import { languages } from '../../../shared/words/languages.ts';

const acts: string[] = [];
const doing = {
  act: (act: string) => void acts.push(act),
  newWindow: () => void acts.push('new window'),
  zoomBy: (steps: number) => void acts.push(`zoom ${steps}`),
  zoomReset: () => void acts.push('zoom'),
};

interface Item {
  readonly id?: string;
  readonly label?: string;
  readonly role?: string;
  readonly accelerator?: string;
  readonly registerAccelerator?: boolean;
  readonly click?: () => void;
  readonly submenu?: readonly Item[];
}

function itemsOf(language: (typeof languages)[number], mac = false): Item[] {
  const template = menuTemplate(language, doing, { mac, develop: false }) as unknown as Item[];
  return template.flatMap((menu) => [menu, ...(menu.submenu ?? [])]);
}

it('asks the window for what the window does', () => {
  acts.length = 0;
  const own = itemsOf('en').filter(({ click }) => click !== undefined);
  for (const { click } of own) click?.();
  expect(acts).toEqual([
    ...['new', 'new window', 'open', 'save-as', 'verify', 'practice', 'close', 'undo', 'redo'],
    ...['zoom 1', 'zoom 1', 'zoom -1', 'zoom', 'help', 'log', 'bundle'],
  ]);
});

it('shows the window’s own keys and leaves them to the window', () => {
  const shown = itemsOf('en').filter(({ registerAccelerator }) => registerAccelerator === false);
  for (const { id, accelerator = '' } of shown) {
    const key = accelerator.at(-1) ?? '';
    const command = commandOf({
      key,
      ctrl: true,
      shift: accelerator.includes('Shift'),
      alt: false,
      inText: false,
    });
    expect([accelerator, command?.kind]).toEqual([accelerator, id]);
  }
  expect(shown).toHaveLength(10);
});

it('has no key twice, and none of the window’s among those that it listens to itself', () => {
  const keys = itemsOf('en').flatMap(({ accelerator }) => accelerator ?? []);
  expect(new Set(keys).size).toBe(keys.length);
});

it('speaks each language throughout', () => {
  const english = itemsOf('en').flatMap(({ label }) => label ?? []);
  for (const language of languages.filter((one) => one !== 'en')) {
    const labels = itemsOf(language).flatMap(({ label }) => label ?? []);
    expect(labels).toHaveLength(english.length);
    expect(labels.filter((label, index) => label === english[index])).toEqual([]);
  }
});
