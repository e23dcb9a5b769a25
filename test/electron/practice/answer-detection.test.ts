import { describe, expect, it } from 'vitest';
import { answerDetection } from '../../../electron/practice/answer-detection.ts';
import { worldOf } from '../../../electron/practice/scenarios.ts';

const client = '10.77.40.21';
const ask = (scenario: 'blocked' | 'solved', ...data: string[]): string[] =>
  (
    answerDetection(
      ['nonce of the script', '#gatecheck', 'nonce N1', ...data, ''].join('\n'),
      worldOf(scenario),
      client,
    ) ?? ''
  ).split('\n');
const answered = (lines: readonly string[], block: string): readonly string[] =>
  lines.slice(
    lines.indexOf(`N1 block ${block}`) + 1,
    lines.indexOf('N1 endblock', lines.indexOf(`N1 block ${block}`)),
  );

describe('the practice node, asked about itself', () => {
  it('begins and ends as a real one, and shows its interfaces and routes', () => {
    const lines = ask('solved', 'routes');
    expect(lines[0]).toBe('N1 begin');
    expect(lines.at(-2)).toBe('N1 end');
    expect(answered(lines, 'addresses')).toContain('2: lan0    inet 10.77.0.10/24 scope global lan0');
    expect(answered(lines, 'networks')).toContain(
      '10.77.0.0/24 dev lan0 proto kernel scope link src 10.77.0.10',
    );
    expect(lines).toContain('N1 connection 10.77.40.21 10.77.0.10');
  });

  it('routes by its gateway, but not to its own subnet', () => {
    const lines = ask(
      'solved',
      'routes',
      'route get 10.77.5.53',
      'route get 10.77.0.5',
      'route get 10.77.0.5 from 10.77.0.10',
    );
    expect(answered(lines, 'paths')).toEqual([
      '10.77.5.53 via 10.77.0.1 dev lan0 src 10.77.0.10 uid 0 \\    cache',
      '10.77.0.5 dev lan0 src 10.77.0.10 uid 0 \\    cache',
      '10.77.0.5 from 10.77.0.10 dev lan0 uid 0 \\    cache',
    ]);
  });

  it('knows a name only when the site’s name servers do, and the way to its addresses', () => {
    const question = 'name pds.vendor.example 10.77.0.10';
    const lines = ask('solved', question, 'routes');
    expect(lines).toContain('N1 name pds.vendor.example 203.0.113.40');
    expect(lines).toContain('N1 asked 203.0.113.40 10.77.0.10');
    expect(answered(lines, 'named-paths')).toHaveLength(2);
    expect(ask('blocked', question, 'routes')).toContain('N1 noname pds.vendor.example');
  });

  it('has no route from an address that is not its own', () => {
    const lines = ask('solved', 'routes', 'route get 10.77.5.53', 'route get 10.77.5.53 from 10.9.9.9');
    expect(answered(lines, 'paths').slice(1)).toEqual([
      'RTNETLINK answers: Network is unreachable',
      'Command failed -:2',
    ]);
  });

  it('does not answer a script without a question', () => {
    expect(answerDetection('uname -a\n', worldOf('solved'), client)).toBeNull();
  });
});
