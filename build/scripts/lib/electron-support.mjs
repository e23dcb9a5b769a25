/** Electron's maintainers mend the latest three stable majors (its documentation, "Electron Releases"). */
const supportedMajors = 3;

/**
 * @param {string} pinned a version, such as 45.4.1
 * @param {string} latest the newest stable version
 * @returns {string | null} why the pinned one gets no fixes any more, with the cure; null when it does
 */
export function withoutSupport(pinned, latest) {
  const ours = Number.parseInt(pinned, 10);
  const newest = Number.parseInt(latest, 10);
  if (!Number.isInteger(ours) || !Number.isInteger(newest)) return `cannot compare ${pinned} with ${latest}`;
  if (ours > newest - supportedMajors) return null;
  return `Electron ${pinned} gets no fixes any more: the oldest supported major is ${newest - supportedMajors + 1}. Pin a newer one in package.json.`;
}
