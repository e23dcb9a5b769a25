/** What app.test.ts tells the window's tests in the namespace, as JSON in GATECHECK_OFFLINE. */
export interface Orders {
  readonly site: string;
  /** Private key that the node takes. */
  readonly key: string;
  /** How long nothing is done. */
  readonly idleMs: number;
  /** Part of every name that the hostile page asks for. */
  readonly mark: string;
}
