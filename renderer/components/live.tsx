import { useEffect, useRef, useState } from 'react';

const pauseMs = 2000;

/** Says a changing line to assistive technology, at most one in two seconds; the latest is never lost. */
export function Live({ says }: { readonly says: string }) {
  const [said, setSaid] = useState('');
  const latest = useRef(says);
  useEffect(() => {
    latest.current = says;
  }, [says]);
  useEffect(() => {
    const timer = setInterval(() => setSaid(latest.current), pauseMs);
    return () => clearInterval(timer);
  }, []);
  return (
    <div className="unseen" role="status" aria-live="polite">
      {said}
    </div>
  );
}
