"""What a message about a check names, in the catalogue."""

TASK = {"what": "SC-2026-0001 第 3 户", "object": "板式家具（TFMP-C-510100-2026-00012-K）"}
