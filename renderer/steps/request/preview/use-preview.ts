import { useEffect, useState } from 'react';
import type { Problem, RequestPreview } from '../../../../shared/ipc/contract.ts';
import { problemOf } from '../../../api/problem.ts';
import { useOpen } from '../../../state/use-app.ts';
import type { OpenPdf } from './open-pdf.ts';

/** Typing goes on for a moment; the PDF waits until it pauses. */
const pauseMs = 350;

export interface ShownPreview {
  readonly preview: RequestPreview;
  readonly pdf: OpenPdf;
}

export interface PreviewState {
  /** The last one that could be made; it stays while the next one is made. */
  readonly shown: ShownPreview | null;
  readonly busy: boolean;
  readonly problem: Problem | null;
}

/** The PDF of the site as the forms hold it now, made anew a moment after each change. */
export function usePreview(paper: 'a4' | 'letter', wanted: boolean): PreviewState {
  const { open, preview, acts } = useOpen();
  const draft = open.history.present;
  const against = open.against?.id ?? null;
  const valid = preview.findings.length === 0;
  const [state, setState] = useState<PreviewState>({ shown: null, busy: true, problem: null });

  useEffect(() => {
    if (!wanted || !valid) return;
    const controller = new AbortController();
    const over = (): boolean => controller.signal.aborted;
    const make = async (): Promise<void> => {
      try {
        const made = await acts.previewRequest(draft, paper, against);
        if (over() || made === null) return;
        const { openPdf } = await import('./open-pdf.ts');
        const pdf = await openPdf(made.bytes);
        if (over()) pdf.close();
        else setState({ shown: { preview: made, pdf }, busy: false, problem: null });
      } catch (error) {
        if (!over()) setState((before) => ({ ...before, busy: false, problem: problemOf(error) }));
      }
    };
    const timer = setTimeout(() => {
      setState((before) => ({ ...before, busy: true }));
      void make();
    }, pauseMs);
    return () => {
      controller.abort();
      clearTimeout(timer);
    };
  }, [acts, draft, paper, against, wanted, valid]);

  const { shown } = state;
  useEffect(() => () => shown?.pdf.close(), [shown]);

  return state;
}
