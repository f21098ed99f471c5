import type { CategoryAccess, Group } from '../../core/group.js';
import { presentCategoryAccess } from './category-access.js';
import { presentDate } from './dates.js';
import { presentDiscountRules } from './discount-rules.js';

/** @param access what the group's members see in effect, what it inherits included */
export const presentGroup = (group: Group, access: CategoryAccess): object => ({
  id: group.id,
  name: group.name,
  is_default: group.isDefault,
  category_access: presentCategoryAccess(access),
  discount_rules: presentDiscountRules(group),
  date_created: presentDate(group.createdAt),
  date_modified: presentDate(group.updatedAt),
  is_group_for_guests: group.isGuest,
});
