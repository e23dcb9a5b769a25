import { z } from 'zod';
import { formatIp, parseIp } from '../../shared/lib/ip.ts';

/** An address in a line of a node's, in normal form; a zone behind it is of no use here. */
export const addressSchema = z.string().transform((text, context) => {
  const ip = parseIp(text.replace(/%.*$/s, ''));
  if (ip !== null) return formatIp(ip);
  context.addIssue({ code: 'custom', message: 'no address' });
  return z.NEVER;
});
