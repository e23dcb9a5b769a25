import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';

/** Runs beside the targets: listens on every `ADDRESS PORT` of a file, and says `ready`. */
const [, , file = ''] = process.argv;
const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
let waiting = lines.length;
for (const line of lines) {
  const [host, port] = line.split(' ');
  createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', () => undefined);
    socket.on('end', () => socket.destroy());
  }).listen({ host, port: Number(port), backlog: 511 }, () => {
    waiting -= 1;
    if (waiting === 0) process.stdout.write('ready\n');
  });
}
