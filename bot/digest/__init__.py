"""The digest: who hears it and when, and what it tells of whose accounts. It is sent by the outbox, as all else."""
