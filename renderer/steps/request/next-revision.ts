/** The revision after this one: A to Z, then AA to ZZ. What is none begins at A. */
export function nextRevision(revision: string): string {
  if (!/^[A-Z]{1,2}$/.test(revision)) return 'A';
  const letters = revision.split('');
  const last = letters.pop() ?? '';
  if (last !== 'Z') return [...letters, String.fromCharCode(last.charCodeAt(0) + 1)].join('');
  const [first] = letters;
  return first === undefined
    ? 'AA'
    : first === 'Z'
      ? 'ZZ'
      : `${String.fromCharCode(first.charCodeAt(0) + 1)}A`;
}
