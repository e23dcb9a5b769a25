import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import type { Socket } from 'node:net';

/** A loopback port that answers nothing, as behind a firewall that drops. */
export interface DroppedPort {
  readonly port: number;
  /** Lets the waiting connections through. */
  readonly open: () => void;
  readonly stop: () => void;
}

const LISTENER = `
  const server = require('node:net').createServer((socket) => socket.on('error', () => {}));
  server.listen({ host: '127.0.0.1', port: 0, backlog: 1 }, () => console.log(server.address().port));
`;

/**
 * A stopped process does not accept, and once its queue is full Linux drops further SYNs: the same silence as a
 * firewall's, without one.
 */
export async function dropPort(): Promise<DroppedPort> {
  const child = spawn(process.execPath, ['-e', LISTENER], { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.stdout.once('data', (text: Buffer) => resolve(Number(text.toString())));
  });
  child.kill('SIGSTOP');
  const queue: Socket[] = [];
  for (let full = false; !full;) {
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    queue.push(socket);
    full = await new Promise<boolean>((resolve) => {
      // Where this process was held up, the timer may be due though the connection stands: that is looked at first.
      const timer = setTimeout(() => setImmediate(() => resolve(true)), 400);
      socket.once('connect', () => {
        clearTimeout(timer);
        resolve(false);
      });
    });
    if (queue.length > 50) throw new Error('The queue of a stopped process does not fill up here.');
  }
  const open = (): void => {
    child.kill('SIGCONT');
    for (const socket of queue) socket.destroy();
  };
  return {
    port,
    open,
    stop: () => {
      open();
      child.kill('SIGKILL');
    },
  };
}
