import type { NodeSession } from './node-session.ts';
import { PYTHON_COMMAND } from './python-protocol.ts';
import { PYTHON_SCRIPT } from './python-script.ts';
import type { ScriptProcess } from './script-process.ts';
import { startScript } from './script-process.ts';

/** Starts the node's Python with our script; it has nothing to do yet, and sends nothing. */
export function startPython(
  session: Pick<NodeSession, 'execStream'>,
  options: { readonly timeoutMs: number; readonly signal: AbortSignal },
): ScriptProcess {
  return startScript(session, { command: PYTHON_COMMAND, text: PYTHON_SCRIPT }, options);
}
