import { stat } from 'node:fs/promises';
import type { Draft, Drafts } from '../../store/drafts.ts';
import { recentSiteId } from '../../store/recent-sites.ts';

/**
 * The draft of a site whose latest edits never reached its file. When the file was changed after it, by another program,
 * the file counts, and the draft stays among the unsaved sites.
 */
export async function recoverDraft(path: string, drafts: Drafts, newId: () => string): Promise<Draft | null> {
  const draft = await drafts.read(recentSiteId(path));
  if (draft === null) return null;
  const file = await stat(path).catch(() => null);
  // Draft times carry whole seconds.
  if (file === null || file.mtimeMs < Date.parse(draft.savedAt) + 1000) return draft;
  await drafts.save({ ...draft, id: newId(), path: null });
  await drafts.remove(draft.id);
  return null;
}
