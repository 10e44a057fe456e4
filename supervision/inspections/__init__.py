"""检查任务: what the team of a drawn object finds, from the notice to the published result word (domain.md 8.5)."""
