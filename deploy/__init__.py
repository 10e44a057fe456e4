"""The embedded servers, their supervisor and the commands around them (docs/operations.md)."""
