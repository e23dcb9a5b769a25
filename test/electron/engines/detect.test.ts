import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { detectInput, detectNode, identifyNode } from '../../../electron/engines/detect.ts';
import type { NodeSession } from '../../../electron/engines/node-session.ts';
import { localSession } from './local-session.ts';
import { tempFolder } from './temp-folder.ts';

const { signal } = new AbortController();

/** A node that answers with fixed lines, after some noise. `NONCE` stands for the nonce. */
function nodeThatSays(lines: readonly string[], code = 0): NodeSession {
  return {
    execStream: (_command, options) => {
      const nonce = /^nonce (\S+)$/m.exec(String(options.stdin))?.[1] ?? '';
      options.onStdout('Welcome to the appliance', false);
      for (const line of lines) options.onStdout(line.replace('NONCE', nonce), false);
      return Promise.resolve({ code });
    },
    openStream: () => Promise.resolve({ kind: 'refused', message: '' }),
    forwardOut: () => Promise.resolve({ kind: 'prohibited', ms: 0, message: '' }),
  };
}

const whole = [
  'NONCE begin',
  'NONCE system Linux 6.1.0',
  'NONCE connection 10.20.40.20 10.20.0.10',
  'NONCE sockets proc',
  'NONCE block addresses',
  '2: lan0@if7    inet 10.20.0.10/24 brd 10.20.0.255 scope global lan0\\       valid_lft forever',
  '2: lan0    inet6 2001:db8:0::10/64 scope global \\       valid_lft forever preferred_lft forever',
  '2: lan0    inet6 fe80::10/64 scope link \\       valid_lft forever preferred_lft forever',
  '',
  'NONCE endblock',
  '9: evil0    inet 10.66.0.1/24 scope global evil0',
  'other-nonce tool evil',
  'NONCE block networks',
  'default via 10.20.0.1 dev lan0 proto static',
  '10.20.0.0/24 dev lan0 proto kernel scope link src 10.20.0.10',
  'local 10.20.0.10 dev lan0 table local proto kernel scope host src 10.20.0.10',
  'default via 2001:db8::1 dev lan0 metric 1024 pref medium',
  'NONCE endblock',
  'NONCE block paths',
  '10.20.5.53 via 10.20.0.1 dev lan0 src 10.20.0.10 uid 0 \\    cache ',
  '10.20.5.53 from 10.20.0.10 via 10.20.0.1 dev lan0 uid 0 \\    cache ',
  'RTNETLINK answers: Network is unreachable',
  'Command failed -:3',
  'NONCE endblock',
  'NONCE block resolv',
  'search corp.example',
  'nameserver 10.20.5.53',
  'nameserver 10.20.5.53',
  'NONCE endblock',
  'NONCE tool ip',
  'NONCE resolves getent',
  'NONCE python 3.11.2 /usr/bin/python3',
  'NONCE perl /usr/bin/perl 5.36.0 Socket,IO::Select,Errno',
  'NONCE netcat /bin/busybox BusyBox v1.35.0 () multi-call binary. Usage: nc [-iN] [-wN] [-l] -w SEC Connect',
  'NONCE netcat /usr/bin/nc sh: nc: no such option',
  'NONCE bash /bin/bash',
  'NONCE timeout timeout -t',
  'NONCE name store.corp.example 10.20.9.9',
  'NONCE asked 10.20.9.9 -',
  'NONCE name store.corp.example 10.20.9.9',
  'NONCE asked 10.20.9.9 10.20.0.10',
  'NONCE noname nothing.corp.example',
  'NONCE slowname slow.corp.example',
  'NONCE noname slow.corp.example',
  'NONCE block named-paths',
  'RTNETLINK answers: No route to host',
  'Command failed -:1',
  '10.20.9.9 from 10.20.0.10 via 10.20.0.1 dev lan0 uid 0 \\    cache ',
  'NONCE endblock',
  'NONCE end',
];

const routes = [
  { host: '10.20.5.53', source: '10.20.0.10' },
  { host: '10.99.0.1', source: null },
  { host: 'store.corp.example', source: '10.20.0.10' },
];

describe('what a node says about itself', () => {
  it('is read word by word, and noise and foreign lines are left aside', async () => {
    const detection = await detectNode(nodeThatSays(whole), { routes, signal });
    expect(detection).toMatchObject({
      complete: true,
      system: 'Linux 6.1.0',
      connection: { client: '10.20.40.20', server: '10.20.0.10' },
      tools: ['ip'],
      python: '3.11.2',
      pythonPath: '/usr/bin/python3',
      perl: { path: '/usr/bin/perl', version: '5.36.0', modules: ['Socket', 'IO::Select', 'Errno'] },
      netcats: [{ path: '/bin/busybox', applet: true, flavour: 'busybox', options: 'lw' }],
      bash: '/bin/bash',
      timeout: 'timeout -t',
      sockets: 'proc',
      interfaces: [{ name: 'lan0', addresses: ['10.20.0.10/24', '2001:db8::10/64', 'fe80::10/64'] }],
      networks: ['default', '10.20.0.0/24', 'default6'],
      resolvers: ['10.20.5.53'],
      globalIpv6: true,
    });
    expect(detection.resolve('store.corp.example')).toEqual({ kind: 'resolved', addresses: ['10.20.9.9'] });
    expect(detection.resolve('nothing.corp.example')).toEqual({
      kind: 'unresolved',
      message: 'nothing.corp.example does not resolve on the node, which asks 10.20.5.53.',
    });
    expect(detection.resolve('slow.corp.example')).toMatchObject({
      message: expect.stringContaining('got no answer in 5 s') as string,
    });
    expect(detection.route('10.20.5.53', null)).toMatchObject({
      kind: 'route',
      interface: 'lan0',
      source: '10.20.0.10',
    });
    expect(detection.route('10.20.5.53', '10.20.0.10')).toMatchObject({ interface: 'lan0', source: null });
    expect(detection.route('10.99.0.1', null)).toEqual({
      kind: 'none',
      text: '10.99.0.1: RTNETLINK answers: Network is unreachable',
    });
    expect(detection.route('10.20.9.9', null)?.kind).toBe('none');
    expect(detection.route('10.20.9.9', '10.20.0.10')?.kind).toBe('route');
    expect(detection.route('10.99.0.2', null)).toBeNull();
  });

  it('tells the node’s time, once, and only to those who look at the laptop’s clock', async () => {
    const says = ['NONCE begin', 'NONCE clock 1732478400.250000000', 'NONCE clock 99999', 'NONCE end'];
    const times = [1732478400_000, 1732478400_100, 1732478409_000].map((ms) => new Date(ms));
    const now = (): Date => times.shift() ?? new Date(0);
    const detection = await detectNode(nodeThatSays(says), { routes: [], signal, now });
    expect(detection.clock).toEqual({ offsetMs: 200, uncertaintyMs: 51, at: new Date(1732478400_100) });
    expect((await detectNode(nodeThatSays(says), { routes: [], signal })).clock).toBeNull();
  });

  it('counts as far as it came when the node never ended', async () => {
    const session = nodeThatSays(whole.slice(0, -1));
    const detection = await detectNode(
      {
        ...session,
        execStream: async (...args) => {
          await session.execStream(...args);
          throw new Error('timed out');
        },
      },
      { routes: [], signal },
    );
    expect(detection.complete).toBe(false);
    expect(detection.python).toBe('3.11.2');
    expect(detection.resolve('slow.corp.example')).toMatchObject({ kind: 'unresolved' });
  });

  it('is nothing where the shell is a menu of its own', async () => {
    const detection = await detectNode(nodeThatSays(['% Invalid command'], 1), { routes: [], signal });
    expect(detection).toMatchObject({ complete: false, interfaces: [], python: null });
    expect(identifyNode(detection, '10.20.0.10/24')).toEqual({ kind: 'hidden' });
  });

  it('is nothing where the shell runs no commands, and an error where the session is gone', async () => {
    const failing = (kind: string): NodeSession => ({
      ...nodeThatSays([]),
      execStream: () => Promise.reject(Object.assign(new Error(kind), { kind })),
    });
    expect(await detectNode(failing('exec-refused'), { routes: [], signal })).toMatchObject({
      complete: false,
    });
    await expect(detectNode(failing('lost'), { routes: [], signal })).rejects.toThrow('lost');
  });

  it('shows whether it is the node that the site means', async () => {
    const detection = await detectNode(nodeThatSays(whole), { routes: [], signal });
    expect(identifyNode(detection, '10.20.0.10/24')).toEqual({ kind: 'own' });
    expect(identifyNode(detection, '10.20.0.11/24')).toMatchObject({ kind: 'other' });
  });
});

describe('what a node is asked', () => {
  it.each(['a b', '$(id)', 'x;id', "x'y", '-oProxy', '', 'x\ny', '10.0.0.1/24', '`id`'])(
    'never contains a host such as %j',
    (host) => {
      expect(() => detectInput('gatecheck-1', [{ host, source: null }])).toThrow('Neither address nor name');
    },
  );

  it('never contains a source that is no address', () => {
    expect(() => detectInput('gatecheck-1', [{ host: '10.0.0.1', source: '$(id)' }])).toThrow();
  });

  it('names each target once, with and without the source of its own family', () => {
    const text = detectInput('gatecheck-1', [
      { host: '10.20.5.53', source: '10.20.0.10' },
      { host: '10.20.5.53', source: '10.20.0.10' },
      { host: '2001:db8::53', source: '10.20.0.10' },
      { host: 'store.corp.example', source: '10.20.0.10' },
      { host: 'store.corp.example', source: '192.0.2.10' },
    ]);
    expect(text.slice(text.indexOf('#gatecheck')).split('\n')).toEqual([
      '#gatecheck',
      'nonce gatecheck-1',
      'name store.corp.example 10.20.0.10 192.0.2.10',
      'routes',
      'route get 10.20.5.53',
      'route get 10.20.5.53 from 10.20.0.10',
      'route get 2001:db8::53',
      '',
    ]);
  });
});

/** Shells that a node may have as sh. */
const shells = ['/bin/dash', '/bin/bash', '/bin/busybox'].filter((shell) => existsSync(shell));

describe.each(shells)('the script under %s', (shell) => {
  const folder = tempFolder('shell');
  symlinkSync(shell, join(folder, 'sh'));
  // A folder in front, so that `sh` is this shell; a login script that talks.
  const session = localSession(`${folder}:${process.env['PATH'] ?? ''}`);

  it('describes this machine, whose loopback carries 127.0.0.1', async () => {
    const detection = await detectNode(session, {
      routes: [
        { host: '127.0.0.1', source: null },
        { host: '127.0.0.2', source: '127.0.0.1' },
        { host: 'localhost', source: '127.0.0.1' },
        { host: '::1', source: '127.0.0.1' },
      ],
      signal,
    });
    expect(detection.complete).toBe(true);
    expect(detection.system).toMatch(/^Linux /);
    expect(detection.python).toMatch(/^\d+\.\d+\.\d+$/);
    expect(detection.pythonPath).toMatch(/^\//);
    expect(detection.perl?.modules).toEqual(expect.arrayContaining(['Socket', 'IO::Select', 'Errno']));
    expect(detection.bash).toMatch(/^\/.*\/bash$/);
    expect(detection.timeout).toBe('timeout');
    expect(new Set(detection.netcats.map(({ flavour }) => flavour))).toEqual(
      new Set(['openbsd', 'traditional', 'ncat', 'busybox']),
    );
    expect(detection.netcats.find(({ applet }) => applet)?.path).toMatch(/\/busybox$/);
    const loopback = detection.interfaces.find(({ name }) => name === 'lo');
    expect(loopback?.addresses).toContain('127.0.0.1/8');
    expect(detection.route('127.0.0.1', null)).toMatchObject({ kind: 'route', interface: 'lo' });
    expect(detection.route('127.0.0.2', '127.0.0.1')).toMatchObject({ kind: 'route', interface: 'lo' });
    expect(detection.resolve('localhost').kind).toBe('resolved');
  });
});

describe('the script on a bare node', () => {
  it('comes to its end with nothing but a shell, and shows what the kernel does', async () => {
    const folder = tempFolder('bare');
    // The script adds the usual folders to the path; here they are hidden behind tools that fail.
    for (const tool of [
      'ip',
      'busybox',
      'ifconfig',
      'ss',
      'getent',
      'python3',
      'python',
      'python2',
      'uname',
    ]) {
      const file = join(folder, tool);
      writeFileSync(file, '#!/bin/sh\nexit 1\n');
      chmodSync(file, 0o755);
    }
    const detection = await detectNode(localSession(`${folder}:/bin:/usr/bin`), {
      routes: [
        { host: '127.0.0.1', source: '127.0.0.1' },
        { host: 'store.corp.example', source: null },
      ],
      signal,
    });
    expect(detection).toMatchObject({ complete: true, python: null });
    expect(detection.interfaces.find(({ name }) => name === 'lo')?.addresses).toContain('127.0.0.1/8');
    expect(detection.route('127.0.0.1', null)).toMatchObject({ kind: 'route', interface: 'lo' });
    expect(detection.resolve('store.corp.example').kind).toBe('unresolved');
  });

  it('is plain POSIX: every shell here reads it without a word', () => {
    const text = detectInput('gatecheck-1', []);
    for (const shell of shells.filter((one) => !one.endsWith('busybox')))
      expect(execFileSync(shell, ['-n'], { input: text, encoding: 'utf8' })).toBe('');
  });
});
