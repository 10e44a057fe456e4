"""风险等级: facts and their points, reckoned anew each month and after each fact.
Imports what stands beside the folders."""
