"""公示期异议: recording, the redacted summary that two people make for the applicant, his answer, and the finding.
Imports `applications.review.stages.public_notice.publication` and what is below it; nobody below knows objections except as rows that pause a notice."""
