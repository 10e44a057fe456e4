"""拟定: drafts, the calendar of the lotteries, the lint before a commitment, batches of the year, 作废.
Imports frozen/ and below."""
