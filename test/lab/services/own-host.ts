import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../namespaces.ts';
import type { Daemon } from '../processes.ts';
import { startDaemon } from '../processes.ts';
import { inside } from './service.ts';

/** A host of its own for servers that listen on every address of theirs, reached by the address that the lab gave. */
export interface OwnHost {
  readonly namespace: string;
  /** Ends last: removes the host. */
  readonly keeper: Daemon;
}

let count = 0;

/** Moves an address of a namespace to a new one behind it. */
export async function makeOwnHost(namespace: string, address: string): Promise<OwnHost> {
  count += 1;
  const own = `${namespace}-host${count}`;
  const link = `host${count}`;
  const must = async (...argv: readonly string[]): Promise<void> => {
    const { code, stderr } = await run(argv);
    if (code !== 0) throw new Error(`${argv.join(' ')}: ${stderr}`);
  };
  await must('ip', 'netns', 'add', own);
  await must(
    ...inside(namespace, 'ip', 'link', 'add', link, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', own),
  );
  const lines: readonly (readonly [string, string])[] = [
    [namespace, `ip addr del ${address}/24 dev srv0`],
    [namespace, `ip addr add 169.254.77.1/32 dev ${link}`],
    [namespace, `ip link set ${link} up`],
    [namespace, `ip route add ${address}/32 dev ${link}`],
    [namespace, 'sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.srv0.proxy_arp=1'],
    [own, 'ip link set lo up'],
    [own, `ip addr add ${address}/32 dev eth0`],
    [own, 'ip link set eth0 up'],
    [own, 'ip route add 169.254.77.1/32 dev eth0'],
    [own, `ip route add default via 169.254.77.1 dev eth0 src ${address}`],
  ];
  for (const [where, line] of lines) await must(...inside(where, ...line.split(' ')));
  const waiting = await startDaemon(inside(own, 'sh', '-c', 'echo ready; exec sleep 100000'), {
    ready: /ready/,
  });
  const stop = async (): Promise<void> => {
    await waiting.stop();
    await run(['ip', 'netns', 'del', own]);
    rmSync(join('/etc/netns', own), { recursive: true, force: true });
  };
  return { namespace: own, keeper: { ...waiting, stop } };
}
