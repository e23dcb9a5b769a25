import { expect, it } from 'vitest';
import { commandOf } from '../../../renderer/state/keyboard.ts';

const keys = (key: string, held = '', inText = false) => ({
  key,
  ctrl: held.includes('C'),
  shift: held.includes('S'),
  alt: held.includes('A'),
  inText,
});

it.each([
  ['n', 'C', { kind: 'new' }],
  ['N', 'CS', { kind: 'new-window' }],
  ['o', 'C', { kind: 'open' }],
  ['s', 'C', { kind: 'save-as' }],
  ['V', 'CS', { kind: 'verify' }],
  ['v', 'C', null],
  ['P', 'CS', { kind: 'practice' }],
  ['z', 'C', { kind: 'undo' }],
  ['Z', 'CS', { kind: 'redo' }],
  ['1', 'A', { kind: 'step', step: 'site' }],
  ['7', 'A', { kind: 'step', step: 'report' }],
  ['8', 'A', null],
  ['ArrowLeft', 'A', { kind: 'back' }],
  ['ArrowRight', 'A', { kind: 'next' }],
  ['Enter', 'C', { kind: 'filled' }],
  ['?', 'S', { kind: 'keys' }],
  ['F6', '', { kind: 'region' }],
  ['F6', 'S', { kind: 'region-back' }],
  ['F1', '', { kind: 'help' }],
  ['a', '', null],
] as const)('%s with %j gives %j', (key, held, command) => {
  expect(commandOf(keys(key, held))).toEqual(command);
});

it('leaves a question mark to the field that is being typed in', () => {
  expect(commandOf(keys('?', 'S', true))).toBeNull();
});

it('gives help by F1 from a field too', () => {
  expect(commandOf(keys('F1', '', true))).toEqual({ kind: 'help' });
});
