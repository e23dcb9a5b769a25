import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { checkpoint } from '../../../../shared/documents/firewall/checkpoint.ts';
import { readCheckpoint } from '../../../helpers/dialects/checkpoint.ts';
import { dialectLaws, hostileInputs } from '../../../helpers/dialects/laws.ts';

dialectLaws({
  name: 'checkpoint',
  dialect: checkpoint,
  read: readCheckpoint,
  says: (address) => !address.startsWith('*.'),
  verify: 'fw up_execute',
});

describe('Check Point, in a real shell', () => {
  it.each(hostileInputs())('runs mgmt_cli and nothing else, with a text such as %j', (_, input) => {
    const { text } = checkpoint.write(input);
    // The shell itself reads the file; the program only shows with which words it was called.
    const shown = `set -eu\nmgmt_cli() { printf '%s\\n' "$1 $2 \${*: -1}"; }\nPATH=\n${text}`;
    const calls = execFileSync('/bin/bash', ['-c', shown], { encoding: 'utf8', timeout: 60_000 });
    const commands = text.split('\n').filter((line) => line.startsWith('mgmt_cli '));
    expect(calls.trimEnd().split('\n')).toEqual(
      commands.map((line) => `${line.split(' ').slice(1, 3).join(' ')} gatecheck.session`),
    );
  });
});
