import type { Finding } from '../../core/report.js';

export const presentFinding = (finding: Finding): object => ({
  code: finding.code,
  message: finding.message,
  groupId: finding.groupId,
  groupName: finding.groupName,
  rule: finding.rule,
  priceListId: finding.priceListId,
});
