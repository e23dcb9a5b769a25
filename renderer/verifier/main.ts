import './no-evaluated-code.ts';
import { startPage } from './page/page.ts';
import { startWorker } from './worker.ts';

/** One script for both: a policy that allows a single script by its hash, and nothing from elsewhere, needs no more. */
if (typeof document === 'undefined') startWorker();
else startPage(document.currentScript?.textContent ?? '');
