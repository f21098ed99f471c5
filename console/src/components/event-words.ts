import { t } from '../texts';

/** Such as: Group changed. All of a kind is `group.*`. */
export function eventInWords(event: string): string {
  const [entity = '', verb = ''] = event.split('.');
  const kind = t.changes.entities[entity] ?? entity;
  return verb === '*'
    ? t.webhooks.allOf(kind)
    : t.webhooks.event(kind, t.changes.verbs[verb] ?? verb);
}
