import { describe, expect, it } from 'vitest';
import { answerDetection } from '../../../electron/practice/answer-detection.ts';
import { worldOf } from '../../../electron/practice/scenarios.ts';

const client = '10.77.40.21';
const ask = (scenario: 'blocked' | 'solved', ...routes: string[]): string[] =>
  (
    answerDetection(['# script', 'nonce N1', ...routes, ''].join('\n'), worldOf(scenario), client) ?? ''
  ).split('\n');

describe('the practice node, asked about itself', () => {
  it('marks every line with the nonce and begins and ends as a real one', () => {
    const lines = ask('solved');
    expect(lines[0]).toBe('N1 begin');
    expect(lines.at(-2)).toBe('N1 end');
    expect(lines.slice(0, -1).every((line) => line.startsWith('N1 '))).toBe(true);
    expect(lines).toContain('N1 address lan0 10.77.0.10/24 global');
    expect(lines).toContain('N1 network 10.77.0.0/24 lan0');
    expect(lines).toContain('N1 connection 10.77.40.21 10.77.0.10');
  });

  it('routes by its gateway, but not to its own subnet', () => {
    const lines = ask('solved', 'route 10.77.5.53 -', 'route 10.77.0.5 10.77.0.10');
    expect(lines.filter((line) => line.includes('path'))).toEqual([
      'N1 path 10.77.5.53 - 10.77.5.53 via 10.77.0.1 dev lan0 src 10.77.0.10 uid 0 \\    cache',
      'N1 path 10.77.0.5 - 10.77.0.5 dev lan0 src 10.77.0.10 uid 0 \\    cache',
      'N1 path 10.77.0.5 10.77.0.10 10.77.0.5 from 10.77.0.10 dev lan0 uid 0 \\    cache',
    ]);
  });

  it('knows a name only when the site’s name servers do', () => {
    const question = 'route pds.vendor.example 10.77.0.10';
    expect(ask('solved', question)).toContain('N1 name pds.vendor.example 203.0.113.40');
    expect(ask('blocked', question)).toContain('N1 noname pds.vendor.example');
  });

  it('has no route from an address that is not its own', () => {
    expect(ask('solved', 'route 10.77.5.53 10.9.9.9')).toContain(
      'N1 nopath 10.77.5.53 10.9.9.9 RTNETLINK answers: Network is unreachable',
    );
  });

  it('does not answer a script without a question', () => {
    expect(answerDetection('uname -a\n', worldOf('solved'), client)).toBeNull();
  });
});
