/**
 * How many random sites a law is tried on: all 10,000 with LAWS=full, else as many as a build machine with two cores takes
 * without slowing every change down.
 */
export function lawSites(usually: number): number {
  return process.env['LAWS'] === 'full' ? 10_000 : usually;
}
