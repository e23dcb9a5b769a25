import { describe, expect, it } from 'vitest';
import { targetFields } from '../../../electron/engines/shell-batch.ts';
import { makeShellEngine } from '../../../electron/engines/shell.ts';
import type { ShellTools } from '../../../electron/engines/shell-tools.ts';
import { shellTools, toolFor } from '../../../electron/engines/shell-tools.ts';
import { trustIn } from './certificates.ts';
import { localSession } from './local-session.ts';

const nc = (
  flavour: ShellTools['netcats'][number]['flavour'],
  options: string,
): ShellTools['netcats'][number] => ({
  ...{ flavour, options, path: `/usr/bin/nc.${flavour}`, applet: false },
});
const all: ShellTools = {
  netcats: [
    nc('busybox', 'ew'),
    nc('traditional', 'nqsuvwz'),
    nc('ncat', 'nsuvwz'),
    nc('openbsd', 'WNnqsuvwz'),
  ],
  bash: '/bin/bash',
  timeout: 'timeout',
};
const flow = { udp: false, host: '10.20.5.53', source: '10.20.0.10', sourceIsFree: false, mustBind: true };
const wordFor = (tools: ShellTools, more: Partial<typeof flow> = {}): string | undefined =>
  toolFor(shellTools(tools), { ...flow, ...more })?.word;

describe('the tool for a flow', () => {
  it('is the one that sees an ICMP error at once, and can choose its source', () => {
    expect(shellTools(all).map(({ flavour }) => flavour)).toEqual([
      ...['openbsd', 'ncat', 'traditional', 'bash', 'busybox'],
    ]);
    expect(wordFor(all)).toBe('openbsd-Wq');
  });

  it('names what comes back to a datagram, if there is one that does', () => {
    expect(wordFor(all, { udp: true })).toBe('ncat');
    const withBash: ShellTools = { ...all, netcats: [nc('openbsd', 'WNnqsuvwz')] };
    expect(wordFor(withBash, { udp: true, sourceIsFree: true })).toBe('bash');
    // Bash cannot choose its source: only where the node would send from there anyway.
    expect(wordFor(withBash, { udp: true })).toBe('openbsd-Wq');
  });

  it('is none where none can send from the address of the rule, or none speaks the family', () => {
    const mixed: ShellTools = { ...all, netcats: [nc('traditional', 'nsuvwz')] };
    expect(wordFor(mixed, { host: '2001:db8::53' })).toBeUndefined();
    expect(wordFor(mixed, { host: '2001:db8::53', sourceIsFree: true })).toBe('bash');
    expect(wordFor({ ...all, netcats: [nc('busybox', 'ew')], bash: null }, { udp: true })).toBeUndefined();
  });

  it('is no BusyBox that shows neither a connection nor how to run a word behind it', () => {
    expect(shellTools({ ...all, netcats: [nc('busybox', 'lpw')], bash: null })).toEqual([]);
    expect(wordFor({ ...all, netcats: [nc('busybox', 'elnpsuvwz')], bash: null }, { udp: true })).toBe(
      'busybox-z',
    );
  });

  it('is named in the evidence, and no engine is there without one', () => {
    const common = { session: localSession(), trust: trustIn([]), now: () => new Date() };
    const engine = makeShellEngine({ ...common, tools: all });
    expect(engine?.detail).toBe('OpenBSD nc (/usr/bin/nc.openbsd), ncat (/usr/bin/nc.ncat) for UDP');
    expect(engine?.bindsSource).toBe(true);
    expect(makeShellEngine({ ...common, tools: { ...all, netcats: [] } })?.bindsSource).toBe(false);
    expect(makeShellEngine({ ...common, tools: { ...all, netcats: [], bash: null } })).toBeNull();
  });
});

describe('the line of a target', () => {
  const [tool] = shellTools(all);
  if (tool === undefined) throw new Error('no tool');
  const target = { tool, host: '10.20.5.53', port: 53, source: null };

  it('has addresses and numbers only', () => {
    expect(targetFields(target)).toBe('openbsd-Wq /usr/bin/nc.openbsd 10.20.5.53 53 -');
    expect(targetFields({ ...target, source: '10.20.0.10' })).toMatch(/ 10\.20\.0\.10$/);
  });

  it.each([
    { host: 'store.corp.example' },
    { host: '10.20.5.53; reboot' },
    { host: '-e' },
    { port: 0 },
    { port: 65_536 },
    { port: Number.NaN },
    { source: '$(reboot)' },
    { tool: { ...tool, path: '/tmp/a b' } },
    { tool: { ...tool, path: 'nc' } },
  ])('is refused with %j', (wrong) => {
    expect(() => targetFields({ ...target, ...wrong })).toThrow(/No target/);
  });
});
