import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startDaemon } from '../processes.ts';
import type { Service } from './service.ts';
import { inside, untilListening } from './service.ts';

/** A log server: it takes what comes, and answers nothing. */
export const rsyslogd: Service = {
  name: 'rsyslogd',
  needs: { files: ['/usr/sbin/rsyslogd'], packages: 'rsyslog' },
  start: async (namespace, address, folder) => {
    const file = join(folder, 'rsyslog.conf');
    const lines = [
      ...['module(load="imudp")', 'module(load="imtcp")', `global(workDirectory="${folder}")`],
      ...['udp', 'tcp'].map((kind) => `input(type="im${kind}" port="514" address="${address}")`),
      `*.* action(type="omfile" file="${join(folder, 'messages')}")`,
    ];
    writeFileSync(file, `${lines.join('\n')}\n`);
    const command = inside(namespace, '/usr/sbin/rsyslogd', '-n', '-f', file, '-i', join(folder, 'pid'));
    const daemon = await startDaemon(['sh', '-c', 'echo starting; exec "$@"', 'sh', ...command], {
      ready: /starting/,
    });
    await untilListening(namespace, 'udp', `${address}:514`);
    return [daemon];
  },
};
