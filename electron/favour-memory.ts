import { setFlagsFromString } from 'node:v8';

/**
 * Lets V8 keep its heap small. A run of thousands of checks makes much that is soon garbage, and left alone V8 takes twice the
 * memory rather than collect it; the program waits for the network most of its time anyway.
 */
setFlagsFromString('--optimize-for-size');
