const onTop = '[role="menu"], [role="dialog"], :popover-open';

/** Whether a dialog or a menu lies over the screen: keys are its own then. */
export function isSomethingOnTop(): boolean {
  return document.querySelector(onTop) !== null;
}
