import { ago, moment } from '../texts/format';

/** Such as "5 minutes ago", with the moment itself for whoever points at it. */
export const Ago = ({ at }: { at: string }) => (
  <time dateTime={at} title={moment(at)}>
    {ago(at)}
  </time>
);
