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
  'NONCE tool ip',
  'NONCE python 3.11.2 /usr/bin/python3',
  'NONCE perl /usr/bin/perl 5.36.0 Socket,IO::Select,Errno',
  'NONCE netcat /bin/busybox BusyBox v1.35.0 () multi-call binary. Usage: nc [-iN] [-wN] [-l] -w SEC Connect',
  'NONCE netcat /usr/bin/nc sh: nc: no such option',
  'NONCE bash /bin/bash',
  'NONCE timeout timeout -t',
  'NONCE sockets proc',
  'NONCE address lan0 10.20.0.10/24 global',
  'NONCE address lan0 2001:db8:0::10/64 global',
  'NONCE network default lan0',
  'NONCE network default6 lan0',
  'NONCE network 10.20.0.0/24 lan0',
  'NONCE resolver 10.20.5.53',
  'NONCE name store.corp.example 10.20.9.9',
  'NONCE name store.corp.example 10.20.9.9',
  'NONCE noname nothing.corp.example',
  'NONCE path 10.20.5.53 - 10.20.5.53 via 10.20.0.1 dev lan0 src 10.20.0.10 uid 0 \\    cache ',
  'NONCE path 10.20.5.53 10.20.0.10 10.20.5.53 from 10.20.0.10 via 10.20.0.1 dev lan0 uid 0 ',
  'NONCE nopath 10.99.0.1 - RTNETLINK answers: Network is unreachable',
  'other-nonce address evil0 10.66.0.1/24 global',
  'NONCE end',
];

describe('what a node says about itself', () => {
  it('is read word by word, and noise and foreign lines are left aside', async () => {
    const detection = await detectNode(nodeThatSays(whole), { routes: [], signal });
    expect(detection).toMatchObject({
      complete: true,
      system: 'Linux 6.1.0',
      connection: { client: '10.20.40.20', server: '10.20.0.10' },
      python: '3.11.2',
      pythonPath: '/usr/bin/python3',
      perl: { path: '/usr/bin/perl', version: '5.36.0', modules: ['Socket', 'IO::Select', 'Errno'] },
      netcats: [{ path: '/bin/busybox', applet: true, flavour: 'busybox', options: 'lw' }],
      bash: '/bin/bash',
      timeout: 'timeout -t',
      sockets: 'proc',
      interfaces: [{ name: 'lan0', addresses: ['10.20.0.10/24', '2001:db8:0::10/64'] }],
      networks: ['default', 'default6', '10.20.0.0/24'],
      resolvers: ['10.20.5.53'],
      globalIpv6: true,
    });
    expect(detection.resolve('store.corp.example')).toEqual({ kind: 'resolved', addresses: ['10.20.9.9'] });
    expect(detection.resolve('nothing.corp.example').kind).toBe('unresolved');
    expect(detection.route('10.20.5.53', null)).toMatchObject({
      kind: 'route',
      interface: 'lan0',
      source: '10.20.0.10',
    });
    expect(detection.route('10.20.5.53', '10.20.0.10')).toMatchObject({ interface: 'lan0', source: null });
    expect(detection.route('10.99.0.1', null)?.kind).toBe('none');
    expect(detection.route('10.99.0.2', null)).toBeNull();
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

  it('names each target once', () => {
    const route = { host: '10.20.5.53', source: '10.20.0.10' };
    const text = detectInput('gatecheck-1', [route, route]);
    expect(text.match(/^route 10\.20\.5\.53 10\.20\.0\.10$/gm)).toHaveLength(1);
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
  it('comes to its end with nothing but a shell', async () => {
    const folder = tempFolder('bare');
    // The script adds the usual folders to the path; here they are hidden behind tools that fail.
    for (const tool of ['ip', 'ss', 'getent', 'python3', 'python', 'python2', 'uname']) {
      const file = join(folder, tool);
      writeFileSync(file, '#!/bin/sh\nexit 1\n');
      chmodSync(file, 0o755);
    }
    const detection = await detectNode(localSession(`${folder}:/bin:/usr/bin`), {
      routes: [{ host: '127.0.0.1', source: '127.0.0.1' }],
      signal,
    });
    expect(detection).toMatchObject({ complete: true, interfaces: [], python: null });
    expect(detection.route('127.0.0.1', null)?.kind).not.toBe('route');
  });

  it('is plain POSIX: every shell here reads it without a word', () => {
    const text = detectInput('gatecheck-1', []);
    for (const shell of shells.filter((one) => !one.endsWith('busybox')))
      expect(execFileSync(shell, ['-n'], { input: text, encoding: 'utf8' })).toBe('');
  });
});
