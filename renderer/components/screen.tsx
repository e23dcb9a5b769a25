import type { ReactNode } from 'react';
import { useEffect, useRef } from 'react';

/** A screen's heading. It takes the focus when the screen appears, so that its name is read first. */
export function ScreenTop({
  title,
  children,
  acts,
}: {
  readonly title: string;
  readonly children?: ReactNode;
  readonly acts?: ReactNode;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
  }, []);
  return (
    <div className="screen-top">
      <div>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {children === undefined ? null : <p>{children}</p>}
      </div>
      {acts}
    </div>
  );
}
