"""黑名单: entered and removed by two people, with letters and an entry in the public log; 撤销后限制申报.
Imports what stands beside the folders."""
