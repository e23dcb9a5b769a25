import { duration, isFailure, readFailure, reading } from './failure-reading.ts';
import type { PathMtu, Probe, ProbeReading } from './types.ts';

/** What larger packets showed: evidence, never a verdict. */
function sayPathMtu({ passed, failed, said }: PathMtu): Pick<ProbeReading, 'evidence' | 'remarks'> {
  if (failed === null) return { evidence: { pathMtu: passed }, remarks: [] };
  const by = said === null ? 'nobody' : (said.by ?? 'this computer');
  const evidence = { pathMtu: passed, tooBig: failed, tooBigSaidBy: by };
  const remark =
    said === null
      ? `Echo packets of ${passed} bytes come back, those of ${failed} bytes vanish, and nothing says that they are too big: a path MTU that is lost like this lets large transfers hang. Ask for ICMP "fragmentation needed" (type 3 code 4; IPv6: type 2) to be let through.`
      : `The path takes packets of up to ${said.mtu ?? passed} bytes, said by ${by}; ${failed} bytes are too big.`;
  return { evidence, remarks: [remark] };
}

/** One echo request decides; more of them, larger ones, measure the path where that one is answered. */
export const icmpEchoProbe: Probe = {
  prepare: () => ({
    wire: { kind: 'echo' },
    read: (attempt, context) => {
      const { outcome, pathMtu } = attempt;
      if (isFailure(outcome)) {
        const failed = readFailure(outcome, attempt, context, 'no-answer');
        return failed.observation === 'no-answer'
          ? {
              ...failed,
              outcome: `${failed.outcome}: ping is blocked, or nobody is there; not a matter of size`,
            }
          : failed;
      }
      const outcomeText = `echo reply in ${duration(attempt.ms)}`;
      if (pathMtu === undefined) return reading('confirmed', outcomeText);
      return reading('confirmed', `${outcomeText}, path MTU ${pathMtu.passed}`, sayPathMtu(pathMtu));
    },
  }),
};
