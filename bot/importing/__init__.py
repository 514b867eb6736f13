"""Lists that people hand over in Slack: tried, told of, and imported, beside everything else."""
