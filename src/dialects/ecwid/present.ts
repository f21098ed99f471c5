import type { Group } from '../../core/group.js';

/** What a list holds: `CustomerGroupsSearchEntry`, which is a `CustomerGroup`. */
export interface PresentedGroup {
  id: number;
  name: string;
  externalReferenceId?: string;
}

/** Who is in no group is in this one; it is no group of the core. */
export const GENERAL: PresentedGroup = { id: 0, name: 'General' };

export const presentGroup = ({ id, name, externalReferenceId }: Group): PresentedGroup => ({
  id,
  name,
  ...(externalReferenceId !== null && { externalReferenceId }),
});
