import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Detection } from '../../electron/engines/detect.ts';
import { detectNode } from '../../electron/engines/detect.ts';
import { localSession } from '../electron/engines/local-session.ts';
import { tempFolder } from '../electron/engines/temp-folder.ts';
import type { Namespaces } from './namespaces.ts';
import { makeNamespaces } from './namespaces.ts';
import { labMissing } from './preconditions.ts';

const lan = '10.20.0.10';
const wan = '192.0.2.10';
const lan6 = '2001:db8:20::10';
const { signal } = new AbortController();

/** Targets, each with what the node's routes make of it. */
const targets = {
  'own subnet': '10.20.0.77',
  'by the default route': '203.0.113.9',
  'by a more exact route on the other port': '203.0.113.130',
  'by the lower metric': '198.51.100.20',
  refused: '10.66.1.1',
  'its own address': lan,
  'IPv6, own subnet': '2001:db8:20::77',
  'IPv6, by the default route': '2001:db8:ffff::1',
} as const;

/** What is put in front of the node's path, to hide or to replace tools. */
const kinds: Readonly<
  Record<string, { readonly hide: readonly string[]; readonly busybox?: readonly string[] }>
> = {
  'ip of iproute2': { hide: [] },
  'ip of BusyBox': { hide: [], busybox: ['ip'] },
  'BusyBox without links': { hide: ['ip'] },
  'ifconfig of net-tools': { hide: ['ip', 'busybox'] },
  'ifconfig of BusyBox': { hide: ['ip', 'busybox'], busybox: ['ifconfig'] },
  'no tool at all': { hide: ['ip', 'busybox', 'ifconfig', 'netstat', 'route', 'head', 'cat', 'uname'] },
};

describe.skipIf(labMissing() !== null)('a node in a real network, asked about itself', () => {
  let net: Namespaces;
  let shell = '';
  let shellWithoutRoom = '';

  beforeAll(async () => {
    net = await makeNamespaces([
      {
        ends: [
          ['node', 'lan0'],
          ['firewall', 'lan0'],
        ],
      },
      {
        ends: [
          ['node', 'wan0'],
          ['firewall', 'wan0'],
        ],
      },
    ]);
    await net.set('firewall', ['ip link set lan0 up', 'ip link set wan0 up']);
    await net.set('node', [
      'ip link set lan0 up',
      'ip link set wan0 up',
      `ip addr add ${lan}/24 dev lan0`,
      'ip addr add 10.20.8.10/23 dev lan0',
      `ip addr add ${wan}/29 dev wan0`,
      `ip addr add ${lan6}/64 dev lan0 nodad`,
      'ip route add default via 10.20.0.1 dev lan0',
      'ip -6 route add default via 2001:db8:20::1 dev lan0',
      'ip route add 203.0.113.128/25 via 192.0.2.9 dev wan0',
      'ip route add 198.51.100.0/24 via 192.0.2.9 dev wan0 metric 50',
      'ip route add 198.51.100.0/24 via 10.20.0.1 dev lan0 metric 200',
      'ip route add unreachable 10.66.0.0/16',
    ]);
    const inNode = `exec ip netns exec ${net.names.node}`;
    const folder = tempFolder('node-shell');
    const script = (name: string, text: string): string => {
      const file = join(folder, name);
      writeFileSync(file, `#!/bin/sh\n${text}\n`);
      chmodSync(file, 0o755);
      return file;
    };
    // Started with this machine's own path: what the node's path hides is for the node alone.
    const own = `path=$PATH; PATH=/usr/sbin:/usr/bin:/sbin:/bin`;
    shell = script('sh', `${own}; ${inNode} env PATH="$path" /bin/sh "$@"`);
    const bare =
      'mount --bind "$2" /bin/sh; mount -o remount,bind,ro / 2>/dev/null; mount -t tmpfs -o ro none /tmp; mount -t tmpfs -o ro none /var/tmp';
    const again = script(
      'inner',
      `${bare}; (: >/tmp/x) 2>/dev/null && exit 9; (: >/var/x) 2>/dev/null && exit 9; exec env PATH="$1" "$2" -c "$3"`,
    );
    shellWithoutRoom = script(
      'bare',
      `${own}; ${inNode} unshare -m ${again} "$path" "\${NODE_SHELL:-/bin/dash}" "$2"`,
    );
  });
  afterAll(() => net.remove());

  const detect = (kind: string, using = shell): Promise<Detection> => {
    const { hide = [], busybox = [] } = kinds[kind] ?? {};
    const folder = tempFolder('tools');
    // On no temporary file system: the one that the node cannot write to is empty.
    for (const tool of hide.filter((one) => !busybox.includes(one))) {
      writeFileSync(join(folder, tool), '#!/bin/sh\nexit 1\n');
      chmodSync(join(folder, tool), 0o755);
    }
    for (const tool of busybox) symlinkSync('/bin/busybox', join(folder, tool));
    mkdirSync(join(folder, 'empty'));
    return detectNode(localSession(`${folder}:/usr/bin:/bin:/usr/sbin:/sbin`, using), {
      routes: Object.values(targets).map((host) => ({ host, source: host.includes(':') ? lan6 : lan })),
      signal,
    });
  };
  const seenBy = (detection: Detection): Record<string, string> =>
    Object.fromEntries(
      Object.entries(targets).map(([what, host]) => {
        const route = detection.route(host, null);
        return [
          what,
          route?.kind === 'route' ? `${route.interface} from ${String(route.source)}` : String(route?.kind),
        ];
      }),
    );
  const truth = {
    'own subnet': `lan0 from ${lan}`,
    'by the default route': `lan0 from ${lan}`,
    'by a more exact route on the other port': `wan0 from ${wan}`,
    'by the lower metric': `wan0 from ${wan}`,
    refused: 'none',
    'its own address': `lo from ${lan}`,
    'IPv6, own subnet': `lan0 from ${lan6}`,
    'IPv6, by the default route': `lan0 from ${lan6}`,
  };

  it.each(Object.keys(kinds))('shows addresses and routes as they are, with %s', async (kind) => {
    const detection = await detect(kind);
    expect(detection).toMatchObject({ complete: true, globalIpv6: true, sockets: 'proc' });
    const addresses = (name: string): readonly string[] =>
      (detection.interfaces.find((one) => one.name === name)?.addresses ?? []).filter(
        (one) => !one.startsWith('fe80'),
      );
    // Where ifconfig shows one address of an interface only, the kernel's table shows the others.
    const expected = [`${lan}/24`, '10.20.8.10/23', `${lan6}/64`];
    expect([...addresses('lan0')].sort()).toEqual([...expected].sort());
    expect(addresses('wan0')).toEqual([`${wan}/29`]);
    expect(seenBy(detection)).toEqual(truth);
    expect(detection.networks).toEqual(
      expect.arrayContaining(['default', 'default6', '203.0.113.128/25', '10.66.0.0/16']),
    );
  });

  it('says where a route was read, and proves it only where no other table can be used', async () => {
    const before = await detect('no tool at all');
    expect(before.route(targets['by the default route'], lan)).toMatchObject({
      kind: 'route',
      interface: 'lan0',
    });
    expect(before.route(targets['by the default route'], null)?.text).toMatch(
      /\/proc\/net\/route.*no other table/,
    );
    await net.set('node', [
      'ip rule add from 10.20.0.10 table 100',
      'ip route add default via 192.0.2.9 dev wan0 table 100',
    ]);
    try {
      const byIp = await detect('ip of iproute2');
      expect(byIp.route(targets['by the default route'], lan)).toMatchObject({ interface: 'wan0' });
      const after = await detect('no tool at all');
      expect(after.route(targets['by the default route'], lan)).toBeNull();
      expect(after.route(targets['by the default route'], null)?.text).toMatch(
        /policy routing is not visible/,
      );
    } finally {
      await net.set('node', ['ip rule del from 10.20.0.10 table 100', 'ip route flush table 100']);
    }
  });

  it.each(['/bin/dash', '/bin/bash', '/bin/mksh', '/bin/zsh'])(
    'needs no room for files: everything is read-only, and %s is its sh',
    async (nodeShell) => {
      process.env['NODE_SHELL'] = nodeShell;
      try {
        const detection = await detect('ip of iproute2', shellWithoutRoom);
        expect(detection.complete).toBe(true);
        expect(seenBy(detection)).toEqual(truth);
      } finally {
        delete process.env['NODE_SHELL'];
      }
    },
  );
});
