"""The Home tab of one person: what stands in it, and bringing it up to date in Slack."""
