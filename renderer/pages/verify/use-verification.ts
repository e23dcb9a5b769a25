import { useEffect, useRef, useState } from 'react';
import type { Problem } from '../../../shared/ipc/contract.ts';
import type { Verification } from '../../../shared/ipc/verify-calls.ts';
import { whyNotTaken } from '../../../shared/ipc/verify-calls.ts';
import { problemOf } from '../../api/problem.ts';
import type { Acts } from '../../state/acts.ts';
import { readDropped } from './dropped.ts';
import { t, tn } from '../../i18n/t.ts';

export interface VerifyScreen {
  readonly busy: string | null;
  readonly problem: Problem | null;
  readonly verification: Verification | null;
  readonly choose: () => void;
  readonly drop: (files: readonly File[]) => void;
  readonly trust: (fingerprint: string, received: string) => void;
  readonly closeProblem: () => void;
}

/** What the Verify screen holds; it ends with the screen. A later drop or choice takes the place of an earlier one. */
export function useVerification(acts: Acts): VerifyScreen {
  const [busy, setBusy] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [verification, setVerification] = useState<Verification | null>(null);
  const latest = useRef(0);

  const carryOut = async (says: string, act: () => Promise<Verification | null>): Promise<void> => {
    latest.current += 1;
    const mine = latest.current;
    setBusy(says);
    setProblem(null);
    try {
      const found = await act();
      if (mine === latest.current && found !== null) setVerification(found);
    } catch (error) {
      if (mine !== latest.current) return;
      setVerification(null);
      setProblem(problemOf(error));
    } finally {
      if (mine === latest.current) setBusy(null);
    }
  };

  const asked = useRef(false);
  useEffect(() => {
    if (asked.current) return;
    asked.current = true;
    void carryOut(t('Looking for a report'), () => acts.verifyGiven());
  });

  const refuse = (message: string, cure: string | null): void => {
    setVerification(null);
    setProblem({ message, cure, findings: [] });
  };

  return {
    busy,
    problem,
    verification,
    choose: () => void carryOut(t('Waiting for a report'), () => acts.chooseToVerify()),
    drop: (files) => {
      const why = whyNotTaken(files);
      if (why !== null) {
        refuse(why, null);
        return;
      }
      const [only] = files;
      const says =
        files.length === 1 && only !== undefined
          ? t('Verifying {{file}}', { file: only.name })
          : tn('Verifying {{count}} file', 'Verifying {{count}} files', files.length);
      void carryOut(says, async () => {
        const read = await readDropped(files).catch(() => null);
        if (read !== null) return acts.verifyFiles(read);
        refuse(t('A dropped file cannot be read.'), t('Copy it to this computer first, then drop it again.'));
        return null;
      });
    },
    trust: (fingerprint, received) => {
      const id = verification?.id;
      if (id === undefined) return;
      void carryOut(t('Adding the signer'), () =>
        acts.trustSigner({ verification: id, fingerprint, received, cameAnotherWay: true }),
      );
    },
    closeProblem: () => setProblem(null),
  };
}
