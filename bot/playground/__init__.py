"""A strict stand-in for Slack: to try the bot without a workspace, and to test it."""
