"""制证: numbers, certificate, mark package, downloads, the job. Imports `authorizations`."""
