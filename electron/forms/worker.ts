import { parentPort } from 'node:worker_threads';
import { readFilled } from './read-filled.ts';

/** Entry of the worker that reads filled files: the bytes of one in, what stands in it out. */
parentPort?.once('message', (bytes: Uint8Array) => {
  parentPort?.postMessage(readFilled(bytes));
});
