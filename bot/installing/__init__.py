"""Many workspaces from one app: people install Tend by themselves, and each workspace has tokens of its own."""
