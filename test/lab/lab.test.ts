import { existsSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addresses, names } from './flows.ts';
import type { Lab } from './lab.ts';
import { startLab } from './lab.ts';
import { labMissing } from './preconditions.ts';

describe.skipIf(labMissing() !== null)('the lab itself', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab('one-arm');
  });
  afterAll(() => lab.stop());

  const ssh = (port: number, ...command: string[]): Promise<{ code: number | null; stdout: string }> =>
    lab.exec('laptop', [
      ...[
        'ssh',
        '-i',
        lab.keys.identity,
        '-p',
        String(port),
        '-o',
        'BatchMode=yes',
        '-o',
        'ConnectTimeout=5',
      ],
      ...['-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null', '-o', 'LogLevel=ERROR'],
      `root@${addresses.node}`,
      ...command,
    ]);

  it('lets the laptop sign in to the node over the firewall', async () => {
    expect(await ssh(22, 'ip -o -4 addr show lan0')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(addresses.node) as string,
    });
  });

  it('resolves names on the node with its own DNS server', async () => {
    const { stdout } = await ssh(22, `getent ahostsv4 ${names.store}`);
    expect(stdout).toContain(addresses.store);
  });

  it('answers nothing for documentation addresses, in the firewall or behind it', async () => {
    const program =
      'import socket,sys\ns=socket.socket(); s.settimeout(2)\n' +
      'try: s.connect(("192.0.2.1", 443)); print("connected")\nexcept socket.timeout: print("silent")\n' +
      'except Exception as e: print(e)';
    const { stdout } = await lab.exec('node', ['/usr/bin/python3', '-c', program]);
    expect(stdout.trim()).toBe('silent');
  });

  it('leaves nothing behind', async () => {
    const second = await startLab('inline');
    const list = (): string => execFileSync('ip', ['netns', 'list'], { encoding: 'utf8' });
    expect(list()).toContain(second.names.node);
    await second.stop();
    expect(list()).not.toContain(second.names.node);
    expect(existsSync(second.folder)).toBe(false);
    expect(existsSync(`/etc/netns/${second.names.node}`)).toBe(false);
  });
});
