import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

/**
 * Below every system's range for ports that are asked for without a number (from 32768 on Linux, 49152 elsewhere): what this
 * machine opens meanwhile, other tests included, does not land on it by chance.
 */
const lowest = 20_000;
const beyond = 32_768;

const bindsTcp = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

const bindsUdp = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createSocket('udp4');
    socket.once('error', () => resolve(false));
    socket.bind(port, '127.0.0.1', () => socket.close(() => resolve(true)));
  });

/** A loopback port that nothing has, over TCP or UDP, and that nothing gets by chance while a test runs. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const port = randomInt(lowest, beyond);
    if ((await bindsTcp(port)) && (await bindsUdp(port))) return port;
  }
  throw new Error(`Of the ports from ${lowest} to ${beyond - 1} none is free here.`);
}
