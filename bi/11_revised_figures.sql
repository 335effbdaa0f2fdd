/* Which BP2MI figures changed since they were last published?
   Angka BP2MI mana yang berubah sejak terbitan sebelumnya? */
SELECT figure, basis, period_start, period_end, member, old_value, new_value, change, old_published_on, new_published_on
FROM mart.bp2mi_revisions
ORDER BY new_published_on DESC, abs(change) DESC, member;
