import type { Group } from '../api/groups';
import { t } from '../texts';
import { moment } from '../texts/format';
import { FactList } from './facts';

/** What nobody can change of a group. */
export const GroupFacts = ({ group }: { group: Group }) => (
  <FactList
    title={t.group.facts}
    facts={[
      [t.group.id, String(group.id)],
      [t.group.publicId, group.publicId],
      [t.group.externalReferenceId, group.externalReferenceId],
      [t.group.createdAt, moment(group.createdAt)],
      [t.group.updatedAt, moment(group.updatedAt)],
    ]}
  />
);
