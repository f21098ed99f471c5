/** Members that came and went on a day, in UTC. */
export interface DayFigures {
  /** Such as `2026-01-31`. */
  day: string;
  added: number;
  removed: number;
}

/** What is counted of a store's groups. */
export interface GroupFigures {
  groups: number;
  /** Present memberships, whatever their window. */
  members: number;
  customers: number;
  customersWithoutGroup: number;
  /** The days on which anything happened. */
  days: readonly DayFigures[];
  /** The largest groups first. */
  largest: readonly { id: number; name: string; members: number }[];
}

export interface GroupReport extends Omit<GroupFigures, 'days' | 'largest'> {
  /** Each day to today, with the members at its end. */
  growth: readonly (DayFigures & { members: number })[];
  bySize: GroupFigures['largest'];
}
