import { z } from 'zod';

/**
 * Imported before any schema is made: zod would try whether it may make functions from text, which the page's policy
 * forbids and each browser then reports as a breach.
 */
z.config({ jitless: true });
